package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of a tiled log, made from its entries by the letter of RFC 6962 and C2SP tlog-tiles and
 * nothing of Cairn's.
 */
final class TilesOracle {
  private static final int WIDTH = 256;

  private final Map<String, byte[]> files = new TreeMap<>();

  TilesOracle(List<byte[]> entries) {
    List<byte[]> hashes = new ArrayList<>();
    for (byte[] entry : entries) {
      hashes.add(sha256(new byte[] {0}, entry));
    }
    for (int i = 0; i < entries.size(); i += WIDTH) {
      List<byte[]> some = entries.subList(i, Math.min(i + WIDTH, entries.size()));
      files.put("tile/entries/" + name(i / WIDTH, some.size()), bundle(some));
    }
    for (int level = 0; !hashes.isEmpty(); level++) {
      List<byte[]> above = new ArrayList<>();
      for (int i = 0; i < hashes.size(); i += WIDTH) {
        List<byte[]> some = hashes.subList(i, Math.min(i + WIDTH, hashes.size()));
        files.put("tile/" + level + "/" + name(i / WIDTH, some.size()), concatenated(some));
        if (some.size() == WIDTH) {
          above.add(root(some));
        }
      }
      hashes = above;
    }
  }

  /** The folder has exactly these files, and a checkpoint. */
  void assertIs(Path folder) throws IOException {
    Map<String, byte[]> found = filesOf(folder);
    assertEquals(true, found.remove("checkpoint") != null, "a checkpoint");
    assertEquals(files.keySet(), found.keySet());
    files.forEach(
        (path, bytes) -> assertArrayEquals(bytes, Objects.requireNonNull(found.get(path)), path));
  }

  /** The folder has all of these files, perhaps among others. */
  void assertWithin(Path folder) throws IOException {
    Map<String, byte[]> found = filesOf(folder);
    files.forEach((path, bytes) -> assertArrayEquals(bytes, found.get(path), path));
  }

  int count() {
    return files.size();
  }

  static Map<String, byte[]> filesOf(Path folder) throws IOException {
    Map<String, byte[]> found = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String path = folder.relativize(file).toString();
        if (!path.startsWith(".tmp/")) {
          found.put(path, Files.readAllBytes(file));
        }
      }
    }
    return found;
  }

  private static String name(int index, int width) {
    String digits = "%03d".formatted(index % 1_000);
    for (int rest = index / 1_000; rest > 0; rest /= 1_000) {
      digits = "x%03d/%s".formatted(rest % 1_000, digits);
    }
    return width == WIDTH ? digits : digits + ".p/" + width;
  }

  private static byte[] bundle(List<byte[]> entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] entry : entries) {
      bytes.write(entry.length / 256);
      bytes.write(entry.length % 256);
      bytes.writeBytes(entry);
    }
    return bytes.toByteArray();
  }

  private static byte[] concatenated(List<byte[]> parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    parts.forEach(bytes::writeBytes);
    return bytes.toByteArray();
  }

  private static byte[] root(List<byte[]> hashes) {
    if (hashes.size() == 1) {
      return hashes.getFirst();
    }
    int half = hashes.size() / 2;
    return sha256(
        new byte[] {1}, root(hashes.subList(0, half)), root(hashes.subList(half, hashes.size())));
  }

  private static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        sha256.update(part);
      }
      return sha256.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
