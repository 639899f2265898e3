package dev.cairn.tree.merkle;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Objects;

/**
 * The hash functions of RFC 6962 §2.1 over SHA-256: leaves carry the prefix 0x00, nodes 0x01, so
 * that neither can be passed off as the other. Cheap to create; not safe for several threads at
 * once.
 */
public final class TreeHasher {
  /** Root of the tree with no leaves: the SHA-256 of nothing. */
  public static final Hash EMPTY_ROOT = Hash.of(sha256().digest());

  private static final byte LEAF = 0x00;
  private static final byte NODE = 0x01;

  private final MessageDigest digest = sha256();
  private final byte[] node = new byte[1 + 2 * Hash.BYTES];
  private final byte[] result = new byte[Hash.BYTES];

  /** A hasher for one thread. */
  public TreeHasher() {
    node[0] = NODE;
  }

  /** Leaf hash of an entry: {@code SHA-256(0x00 || entry)}. */
  public Hash leaf(byte[] entry) {
    return leaf(entry, 0, entry.length);
  }

  /**
   * Leaf hash of the entry in {@code bytes[offset, offset + length)}.
   *
   * @throws IndexOutOfBoundsException if the array does not hold that range
   */
  public Hash leaf(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    digest.update(LEAF);
    digest.update(bytes, offset, length);
    return finish();
  }

  /** Hash of the node above two nodes: {@code SHA-256(0x01 || left || right)}. */
  public Hash node(Hash left, Hash right) {
    left.copyTo(node, 1);
    right.copyTo(node, 1 + Hash.BYTES);
    digest.update(node, 0, node.length);
    return finish();
  }

  /** Hashes the two nodes side by side from {@code left} on; writes 32 bytes from {@code at} on. */
  void node(byte[] hashes, int left, byte[] out, int at) {
    System.arraycopy(hashes, left, node, 1, 2 * Hash.BYTES);
    digest.update(node, 0, node.length);
    finish(out, at);
  }

  /**
   * Hash over the subtrees of {@link Subtree#nodes}: the last two are joined, then their neighbour
   * to the left, and so on; {@link #EMPTY_ROOT} for none.
   */
  Hash fold(List<Hash> leftToRight) {
    if (leftToRight.isEmpty()) {
      return EMPTY_ROOT;
    }
    Hash right = leftToRight.getLast();
    for (int i = leftToRight.size() - 2; i >= 0; i--) {
      right = node(leftToRight.get(i), right);
    }
    return right;
  }

  private Hash finish() {
    finish(result, 0);
    return Hash.of(result, 0);
  }

  private void finish(byte[] out, int at) {
    try {
      digest.digest(out, at, Hash.BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("SHA-256 did not yield 32 bytes", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
