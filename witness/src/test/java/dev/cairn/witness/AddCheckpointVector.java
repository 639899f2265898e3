package dev.cairn.witness;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.VerifierKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file of {@code vectors/add-checkpoint/<attack>.json}: the log's {@code vkey}, the {@code known}
 * head, the {@code request}, and the {@code verdict}: malformed, refused, conflict or cosign. The
 * request is a string, or a list of pieces {@code {"text"|"hex": ..., "times": ...}}.
 */
public record AddCheckpointVector(String name, JsonNode json) {
  private static final Path FOLDER =
      Path.of("src", "test", "resources", "vectors", "add-checkpoint");
  private static final JsonMapper JSON = new JsonMapper();

  public static List<AddCheckpointVector> load() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .sorted()
          .map(file -> new AddCheckpointVector(file.getFileName().toString(), JSON.readTree(file)))
          .toList();
    }
  }

  public WitnessRule rule() throws MalformedException {
    return new WitnessRule(VerifierKey.parse(text("vkey")));
  }

  public TreeHead known() throws MalformedException {
    JsonNode known = json.required("known");
    return new TreeHead(
        Long.parseLong(known.required("size").asString()),
        Hash.parseBase64(known.required("root").asString()));
  }

  public byte[] request() {
    JsonNode request = json.required("request");
    if (request.isString()) {
      return request.asString().getBytes(StandardCharsets.UTF_8);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (JsonNode piece : request) {
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

  public String text(String field) {
    return json.required(field).asString();
  }

  public int status() {
    return json.required("status").asInt();
  }

  @Override
  public String toString() {
    return name + ": " + text("desc");
  }
}
