package dev.cairn.tree.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Test vectors: one JSON object in each file {@code vectors/<area>/<attack>.json}. {@code desc}
 * says what is tried. {@code wantErr} is a part of the message with which it must be refused, or
 * null if it must be accepted. Indexes and sizes are strings, for they may exceed what JSON numbers
 * hold.
 */
final class Vectors {
  private static final JsonMapper JSON = new JsonMapper();

  private Vectors() {}

  /** What is done with a vector: throws if the vector is refused. */
  interface Attempt {
    void run(JsonNode vector) throws MalformedException, VerificationException;
  }

  /** The vectors of an area, named by their files. */
  static List<Named<JsonNode>> of(String area) throws IOException, URISyntaxException {
    URL folder = Objects.requireNonNull(Vectors.class.getResource("/vectors/" + area));
    try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
      return files
          .sorted()
          .map(file -> Named.of(file.getFileName().toString(), JSON.readTree(file)))
          .toList();
    }
  }

  /** Checks that an attempt ends as the vector wants it. */
  static void check(JsonNode vector, Attempt attempt) {
    String error = "";
    try {
      attempt.run(vector);
    } catch (MalformedException | VerificationException | IllegalArgumentException e) {
      error = String.valueOf(e.getMessage());
    }
    JsonNode wanted = vector.get("wantErr");
    if (wanted.isNull()) {
      assertEquals("", error);
    } else {
      assertTrue(error.contains(wanted.stringValue()), "refused by: " + error);
      assertTrue(!wanted.stringValue().isEmpty());
    }
  }

  static Hash hash(JsonNode base64) throws MalformedException {
    return Hash.parse(Base64.getDecoder().decode(base64.stringValue()));
  }

  static List<Hash> hashes(JsonNode base64s) throws MalformedException {
    List<Hash> hashes = new ArrayList<>();
    for (JsonNode base64 : base64s) {
      hashes.add(hash(base64));
    }
    return hashes;
  }

  /** A head as a stranger sends it: its size may be anything that 64 bits hold. */
  static TreeHead head(JsonNode owner) throws MalformedException {
    return new TreeHead(number(owner.get("size")), hash(owner.get("root")));
  }

  static long number(JsonNode decimal) {
    return Long.parseUnsignedLong(decimal.stringValue());
  }
}
