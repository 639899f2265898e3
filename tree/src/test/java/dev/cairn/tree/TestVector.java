package dev.cairn.tree;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file of {@code vectors/<area>/<attack>.json}: an input in a field or two, {@code desc}, and the
 * verdict. Where {@code wantErr} is true, {@code error} is how the refusal begins: the exception's
 * simple name, a colon, and its message.
 *
 * <p>Bytes are a string, or a list of pieces {@code {"text"|"hex": ..., "times": ...}}.
 */
public record TestVector(String name, JsonNode json) {
  private static final Path FOLDER = Path.of("src", "test", "resources", "vectors");
  private static final JsonMapper JSON = new JsonMapper();

  /** All vectors of an area, of which there must be at least so many. */
  public static List<TestVector> load(String area, int atLeast) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(FOLDER.resolve(area))) {
      files = all.sorted().toList();
    }
    assertTrue(files.size() >= atLeast, () -> area + " has only " + files.size() + " vectors");
    return files.stream()
        .map(file -> new TestVector(file.getFileName().toString(), JSON.readTree(file)))
        .toList();
  }

  /** Runs the check, which must end as the vector says. */
  public void run(Executable check) throws Throwable {
    if (json.required("wantErr").asBoolean()) {
      Throwable refusal = assertThrows(Exception.class, check);
      String said = refusal.getClass().getSimpleName() + ": " + refusal.getMessage();
      String wanted = json.required("error").asString();
      assertTrue(said.startsWith(wanted), () -> "refused otherwise: " + said);
      assertTrue(said.indexOf('\n') < 0, () -> "more than one line: " + said);
    } else {
      check.execute();
    }
  }

  public boolean has(String field) {
    return json.has(field);
  }

  public String text(String field) {
    return json.required(field).asString();
  }

  public List<String> texts(String field) {
    return json.required(field).valueStream().map(JsonNode::asString).toList();
  }

  public byte[] bytes(String field) {
    JsonNode value = json.required(field);
    if (value.isString()) {
      return value.asString().getBytes(StandardCharsets.UTF_8);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (JsonNode piece : value) {
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

  @Override
  public String toString() {
    return name + ": " + text("desc");
  }
}
