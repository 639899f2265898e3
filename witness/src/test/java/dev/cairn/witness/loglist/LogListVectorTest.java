package dev.cairn.witness.loglist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The files {@code vectors/log-list/<attack>.json}: a {@code list}, and either the beginning of the
 * refusal {@code wantErr} or the {@code logs} that it has, each with its rate.
 */
class LogListVectorTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "vectors", "log-list");
  private static final JsonMapper JSON = new JsonMapper();

  static List<Path> vectors() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList();
    }
  }

  @Test
  void noVectorIsLost() throws IOException {
    assertEquals(VECTORS, vectors().size());
  }

  private static final int VECTORS = 57;

  @ParameterizedTest
  @MethodSource("vectors")
  void hasItsVerdict(Path file) throws LogListException {
    JsonNode vector = JSON.readTree(file);
    byte[] list = bytes(vector.required("list"));
    JsonNode wanted = vector.required("wantErr");
    if (!wanted.isNull()) {
      LogListException refusal = assertThrows(LogListException.class, () -> LogList.parse(list));
      String said = String.valueOf(refusal.getMessage());
      assertFalse(wanted.asString().isEmpty());
      assertTrue(said.startsWith(wanted.asString()), () -> "refused otherwise: " + said);
      assertTrue(said.chars().allMatch(c -> c >= ' '), said);
      assertEquals(said.startsWith("line "), refusal.line() > 0);
      return;
    }
    LogList parsed = LogList.parse(list);
    assertEquals(
        strings(vector.required("logs")),
        parsed.logs().stream().map(log -> log.key().name() + " " + log.requestsPerDay()).toList());
    List<String> refused = strings(vector.path("refused"));
    assertEquals(refused.size(), parsed.refused().size());
    for (int i = 0; i < refused.size(); i++) {
      String said = parsed.refused().get(i).line() + " " + parsed.refused().get(i).message();
      assertTrue(said.startsWith(refused.get(i)), said);
    }
  }

  private static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(node -> strings.add(node.asString()));
    return strings;
  }

  private static byte[] bytes(JsonNode list) {
    if (list.isString()) {
      return list.asString().getBytes(StandardCharsets.UTF_8);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (JsonNode piece : list) {
      byte[] once =
          piece.has("hex")
              ? HexFormat.of().parseHex(piece.required("hex").asString())
              : piece.required("text").asString().getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < piece.path("times").asInt(1); i++) {
        bytes.writeBytes(once);
      }
    }
    return bytes.toByteArray();
  }
}
