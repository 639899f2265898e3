package dev.cairn.tree.checkpoint;

import dev.cairn.tree.CanonicalText;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.Subtree;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What ML-DSA-44 signs of a log's tree (C2SP tlog-cosignature, {@code cosigned_message}).
 *
 * @param origin the log's origin, one line of at most 255 bytes
 * @param subtree the leaves it is about
 * @param hash the root of these leaves alone
 * @param unixSeconds when the subtree, then a whole tree, was the largest that its signer had seen;
 *     0 to say nothing of that
 */
record SubtreeMessage(String origin, Subtree subtree, Hash hash, long unixSeconds) {
  private static final byte[] LABEL = "subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_ORIGIN_BYTES = 255;

  /**
   * @throws IllegalArgumentException if the origin cannot be signed, the time is negative, or a
   *     time is stated for leaves that do not begin with the first
   */
  SubtreeMessage {
    if (!isOrigin(origin)) {
      throw new IllegalArgumentException("an origin is one line of at most 255 bytes");
    }
    if (!isTime(subtree, unixSeconds)) {
      throw new IllegalArgumentException(
          "the time is from 0 to 2^63-1, and 0 for a subtree that does not start at 0");
    }
  }

  static boolean isOrigin(String origin) {
    return CanonicalText.isLine(origin)
        && origin.getBytes(StandardCharsets.UTF_8).length <= MAX_ORIGIN_BYTES;
  }

  static boolean isTime(Subtree subtree, long unixSeconds) {
    return unixSeconds == 0 || (unixSeconds > 0 && subtree.start() == 0);
  }

  /**
   * The bytes to sign.
   *
   * @param signer a key's name, which has 1 to 255 bytes
   */
  byte[] toBytes(String signer) {
    byte[] name = signer.getBytes(StandardCharsets.UTF_8);
    byte[] log = origin.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(
            LABEL.length + 2 + name.length + log.length + 3 * Long.BYTES + Hash.BYTES)
        .put(LABEL)
        .put((byte) name.length)
        .put(name)
        .putLong(unixSeconds)
        .put((byte) log.length)
        .put(log)
        .putLong(subtree.start())
        .putLong(subtree.end())
        .put(hash.toBytes())
        .array();
  }
}
