package dev.cairn.bench.micro;

import dev.cairn.tree.merkle.Hash;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The JDK's SHA-256, one by one: the reference of what hashes many at once. */
final class Sha256 {
  static final int BLOCK = 64;
  private static final int LEAST_PADDING = 9;

  private final MessageDigest digest = digest();

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Blocks that are compressed for a message. */
  static int blocks(int messageBytes) {
    return Math.ceilDiv(messageBytes + LEAST_PADDING, BLOCK);
  }

  /** {@code SHA-256(0x00 || entry)}. */
  void leaf(byte[] entry, byte[] out, int at) {
    digest.update((byte) 0);
    digest.update(entry);
    finish(out, at);
  }

  /** {@code SHA-256(0x01 || left || right)} of two hashes side by side. */
  void node(byte[] children, int offset, byte[] out, int at) {
    digest.update((byte) 1);
    digest.update(children, offset, 2 * Hash.BYTES);
    finish(out, at);
  }

  private void finish(byte[] out, int at) {
    try {
      digest.digest(out, at, Hash.BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("SHA-256 did not yield 32 bytes", e);
    }
  }
}
