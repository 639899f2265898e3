package dev.cairn.server.web;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The recursion of RFC 6962, section 2.1, that remembers the subtrees which no growth changes; and
 * the files of C2SP tlog-tiles made from it by their definition. Shares nothing with the code under
 * test.
 */
final class OracleTree {
  private final List<byte[]> entries;
  private final Map<List<Long>, byte[]> complete = new HashMap<>();

  OracleTree(List<byte[]> entries) {
    this.entries = entries;
  }

  /** {@code MTH(D[start:end])}. */
  byte[] root(long start, long end) {
    long size = end - start;
    boolean remembered = Long.bitCount(size) == 1 && start % size == 0;
    byte[] known = remembered ? complete.get(List.of(start, size)) : null;
    if (known != null) {
      return known;
    }
    byte[] root =
        switch ((int) Math.min(size, 2)) {
          case 0 -> sha256();
          case 1 -> sha256(new byte[] {0}, entries.get((int) start));
          default -> {
            long split = Long.highestOneBit(size - 1);
            yield sha256(new byte[] {1}, root(start, start + split), root(start + split, end));
          }
        };
    if (remembered) {
      complete.put(List.of(start, size), root);
    }
    return root;
  }

  /** Entry i of tile (l, n) is {@code MTH(D[(n*256+i)*256^l : (n*256+i+1)*256^l])}. */
  byte[] tile(int level, long index, int width) {
    long leaves = 1L << (8 * level);
    ByteArrayOutputStream tile = new ByteArrayOutputStream();
    for (int i = 0; i < width; i++) {
      long start = (index * 256 + i) * leaves;
      tile.writeBytes(root(start, start + leaves));
    }
    return tile.toByteArray();
  }

  byte[] bundle(long index, int width) {
    ByteArrayOutputStream bundle = new ByteArrayOutputStream();
    for (int i = 0; i < width; i++) {
      byte[] entry = entries.get((int) index * 256 + i);
      bundle.write(entry.length >> 8);
      bundle.write(entry.length);
      bundle.writeBytes(entry);
    }
    return bundle.toByteArray();
  }

  /** The paths that a tree of this size implies: all full files, and the partial ones. */
  static List<TileFile> files(long size) {
    List<TileFile> files = new ArrayList<>();
    int level = 0;
    for (long hashes = size; hashes > 0; hashes /= 256) {
      for (long index = 0; index * 256 < hashes; index++) {
        files.add(new TileFile(level, index, (int) Math.min(256, hashes - index * 256)));
      }
      level++;
    }
    return files;
  }

  /** A tile, named by hand. */
  record TileFile(int level, long index, int width) {
    String path() {
      return "tile/" + level + number();
    }

    String entriesPath() {
      return "tile/entries" + number();
    }

    private String number() {
      String digits = "%09d".formatted(index);
      String number =
          index < 1_000
              ? "/" + digits.substring(6)
              : index < 1_000_000
                  ? "/x" + digits.substring(3, 6) + "/" + digits.substring(6)
                  : "/x%s/x%s/%s"
                      .formatted(
                          digits.substring(0, 3), digits.substring(3, 6), digits.substring(6));
      return width == 256 ? number : number + ".p/" + width;
    }
  }

  private static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      Arrays.stream(parts).forEach(digest::update);
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
