package dev.cairn.client.mirror;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All files of a folder, but those in {@code .tmp}. */
final class Snapshot {
  private final Map<String, byte[]> files = new TreeMap<>();

  private Snapshot() {}

  static Snapshot of(Path folder) throws IOException {
    Snapshot snapshot = new Snapshot();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String path = folder.relativize(file).toString();
        if (!path.startsWith(".tmp/")) {
          snapshot.files.put(path, Files.readAllBytes(file));
        }
      }
    }
    return snapshot;
  }

  boolean has(String path) {
    return files.containsKey(path);
  }

  void assertSame(Snapshot other) {
    assertEquals(files.keySet(), other.files.keySet());
    files.forEach(
        (path, bytes) ->
            assertArrayEquals(bytes, Objects.requireNonNull(other.files.get(path)), path));
  }
}
