package dev.cairn.tree.lanes;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** RFC 6962 §2.1 word by word, one hash after the other. */
final class Reference {
  private Reference() {}

  static byte[] leaf(byte[] entry) {
    MessageDigest digest = DigestHasher.sha256();
    digest.update((byte) 0);
    return digest.digest(entry);
  }

  static byte[] leaves(List<byte[]> entries) {
    return joined(entries.stream().map(Reference::leaf).toList());
  }

  /** The root over hashes that lie side by side; their number is a power of two. */
  static byte[] root(byte[] hashes) {
    if (hashes.length == 32) {
      return hashes;
    }
    int half = hashes.length / 2;
    MessageDigest digest = DigestHasher.sha256();
    digest.update((byte) 1);
    digest.update(root(Arrays.copyOf(hashes, half)));
    return digest.digest(root(Arrays.copyOfRange(hashes, half, hashes.length)));
  }

  static byte[] roots(byte[] hashes, int offset, int count, int height) {
    List<byte[]> roots = new ArrayList<>();
    int subtree = 32 << height;
    for (int i = 0; i < count; i++) {
      int from = offset + i * subtree;
      roots.add(root(Arrays.copyOfRange(hashes, from, from + subtree)));
    }
    return joined(roots);
  }

  static byte[] random(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] joined(List<byte[]> hashes) {
    byte[] joined = new byte[32 * hashes.size()];
    for (int i = 0; i < hashes.size(); i++) {
      System.arraycopy(hashes.get(i), 0, joined, 32 * i, 32);
    }
    return joined;
  }
}
