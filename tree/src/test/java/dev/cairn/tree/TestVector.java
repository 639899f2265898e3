package dev.cairn.tree;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A test vector: the JSON object in a file {@code vectors/<area>/<attack>.json}. {@code desc} says
 * what is tried. {@code wantErr} is a part of the refusal, which is the exception's simple name, a
 * colon and its message; or null if the input must be accepted.
 *
 * <p>Numbers are strings, for they may exceed what JSON numbers hold. Bytes are a string, or a list
 * of pieces {@code {"text"|"hex": ..., "times": ...}}.
 */
public record TestVector(String name, JsonNode json) {
  private static final JsonMapper JSON = new JsonMapper();

  /** All vectors of an area, of which there must be at least so many: none is lost. */
  public static List<TestVector> load(String area, int atLeast)
      throws IOException, URISyntaxException {
    URL folder = Objects.requireNonNull(TestVector.class.getResource("/vectors/" + area));
    List<Path> files;
    try (Stream<Path> all = Files.list(Path.of(folder.toURI()))) {
      files = all.sorted().toList();
    }
    assertTrue(files.size() >= atLeast, () -> area + " has only " + files.size() + " vectors");
    return files.stream()
        .map(file -> new TestVector(file.getFileName().toString(), JSON.readTree(file)))
        .toList();
  }

  /** Runs the check, which must end as the vector says. */
  public void run(Executable check) throws Throwable {
    JsonNode wanted = json.required("wantErr");
    if (wanted.isNull()) {
      check.execute();
      return;
    }
    Exception refusal = assertThrows(Exception.class, check);
    String said = refusal.getClass().getSimpleName() + ": " + refusal.getMessage();
    assertFalse(wanted.asString().isEmpty());
    assertTrue(said.contains(wanted.asString()), () -> "refused otherwise: " + said);
    assertFalse(said.contains("\n"), () -> "more than one line: " + said);
  }

  /** Whether the vector has a field. */
  public boolean has(String field) {
    return json.has(field);
  }

  /** A field that is a string. */
  public String text(String field) {
    return json.required(field).asString();
  }

  /** A field that is a list of strings. */
  public List<String> texts(String field) {
    return json.required(field).valueStream().map(JsonNode::asString).toList();
  }

  /** A field of bytes. */
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
