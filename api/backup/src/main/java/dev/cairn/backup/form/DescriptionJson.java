package dev.cairn.backup.form;

import dev.cairn.tree.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * The fields of {@code backup.json}, in their order. The last one is the SHA-256 of the file with
 * an empty string in its place, so that a flipped bit shows wherever it is.
 */
record DescriptionJson(
    int format,
    String origin,
    String vkey,
    long size,
    String rootHash,
    String time,
    long keys,
    long checkpoints,
    String checkpoint,
    String witnessed,
    List<String> losses,
    List<ManifestJson> manifests,
    ManifestJson edge,
    String sha256) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  /** A manifest that the description names. */
  record ManifestJson(String path, String sha256, long from, long to, boolean hasKey) {
    Increment increment(int number) {
      return new Increment(number, from, to, hasKey, sha256);
    }
  }

  static DescriptionJson of(BackupDescription description) {
    int newest = description.newest().number();
    long size = description.size();
    return new DescriptionJson(
        BackupDescription.FORMAT,
        description.log().name(),
        description.log().toString(),
        size,
        description.checkpoint().head().root().toHex(),
        description.time().toString(),
        description.keys(),
        description.checkpoints(),
        description.checkpoint().toString(),
        description.witnessed().map(Object::toString).orElse(""),
        description.losses().stream().map(Object::toString).toList(),
        description.increments().stream().map(DescriptionJson::manifest).toList(),
        description
            .edgeSha256()
            .map(hash -> new ManifestJson(BackupPaths.edge(newest), hash, size, size, false))
            .orElse(new ManifestJson("", "", size, size, false)),
        "");
  }

  private static ManifestJson manifest(Increment increment) {
    return new ManifestJson(
        BackupPaths.manifest(increment.number()),
        increment.sha256(),
        increment.from(),
        increment.to(),
        increment.hasKey());
  }

  byte[] toBytes() {
    String own = Manifest.sha256(with("").written());
    return with(own).written();
  }

  private DescriptionJson with(String own) {
    return new DescriptionJson(
        format,
        origin,
        vkey,
        size,
        rootHash,
        time,
        keys,
        checkpoints,
        checkpoint,
        witnessed,
        losses,
        manifests,
        edge,
        own);
  }

  private byte[] written() {
    String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this);
    return (text.replace(System.lineSeparator(), "\n") + "\n").getBytes(StandardCharsets.UTF_8);
  }

  static DescriptionJson parse(byte[] bytes) throws MalformedException {
    DescriptionJson json = JSON.readValue(bytes, DescriptionJson.class);
    if (json.format > BackupDescription.FORMAT) {
      throw new MalformedException(
          "it has format %d, and this version of cairn knows only up to %d"
              .formatted(json.format, BackupDescription.FORMAT));
    }
    return json;
  }

  /** The increments, in their order. */
  List<Increment> increments() {
    return IntStream.range(0, manifests.size())
        .mapToObj(i -> manifests.get(i).increment(i + 1))
        .toList();
  }
}
