package dev.cairn.tree.lanes;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** One hash after the other, by the JDK's {@link MessageDigest}: what every machine has. */
final class DigestHasher implements BatchHasher {
  static final byte LEAF = 0x00;
  static final byte NODE = 0x01;
  static final int MAX_HEIGHT = 8;

  private final MessageDigest digest = sha256();
  private byte[] row = new byte[0];

  @Override
  public void leaves(List<byte[]> entries, byte[] out, int outOffset) {
    checkHashes(entries.size(), out, outOffset);
    int at = outOffset;
    for (byte[] entry : entries) {
      leaf(entry, out, at);
      at += BYTES;
    }
  }

  /** The leaf hash of one entry. */
  void leaf(byte[] entry, byte[] out, int outOffset) {
    digest.update(LEAF);
    digest.update(entry);
    finish(out, outOffset);
  }

  @Override
  public void nodes(byte[] children, int offset, int pairs, byte[] out, int outOffset) {
    checkHashes(2L * pairs, children, offset);
    checkHashes(pairs, out, outOffset);
    for (int i = 0; i < pairs; i++) {
      digest.update(NODE);
      digest.update(children, offset + 2 * i * BYTES, 2 * BYTES);
      finish(out, outOffset + i * BYTES);
    }
  }

  @Override
  public void roots(byte[] nodes, int offset, int count, int height, byte[] out, int outOffset) {
    checkRoots(nodes, offset, count, height, out, outOffset);
    int pairs = count << (height - 1);
    if (height == 1) {
      nodes(nodes, offset, pairs, out, outOffset);
      return;
    }
    if (row.length < pairs * BYTES) {
      row = new byte[pairs * BYTES];
    }
    nodes(nodes, offset, pairs, row, 0);
    // Each parent is written where its left child was, or before it.
    for (pairs /= 2; pairs > count; pairs /= 2) {
      nodes(row, 0, pairs, row, 0);
    }
    nodes(row, 0, count, out, outOffset);
  }

  private void finish(byte[] out, int at) {
    try {
      digest.digest(out, at, BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("SHA-256 did not yield 32 bytes", e);
    }
  }

  /** Checks the arguments of {@link #roots}. */
  static void checkRoots(
      byte[] nodes, int offset, int count, int height, byte[] out, int outOffset) {
    if (height < 1 || height > MAX_HEIGHT) {
      throw new IllegalArgumentException("height " + height + " is not in 1 to " + MAX_HEIGHT);
    }
    checkHashes((long) count << height, nodes, offset);
    checkHashes(count, out, outOffset);
  }

  static void checkHashes(long count, byte[] hashes, int offset) {
    if (offset < 0 || count < 0 || offset + count * BYTES > hashes.length) {
      throw new IndexOutOfBoundsException(
          "%d hashes from %d on in %d bytes".formatted(count, offset, hashes.length));
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
