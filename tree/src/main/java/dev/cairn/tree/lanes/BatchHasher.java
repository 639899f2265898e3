package dev.cairn.tree.lanes;

import java.util.List;

/**
 * Hashes many leaves or nodes at once; the results are those of SHA-256, one by one. An instance
 * has buffers of its own and belongs to one thread at a time.
 *
 * <p>Every method throws an {@link IndexOutOfBoundsException} if an array is too short for what it
 * should hold; then nothing was written. Input and output must not overlap.
 */
public interface BatchHasher {
  /** Length of a hash in bytes. */
  int BYTES = 32;

  /**
   * The leaf hash of each entry, {@code SHA-256(0x00 || entry)}.
   *
   * @param out takes {@code entries.size()} hashes from {@code outOffset} on
   */
  void leaves(List<byte[]> entries, byte[] out, int outOffset);

  /**
   * The node above each pair of neighbours, {@code SHA-256(0x01 || left || right)}.
   *
   * @param children holds {@code 2 * pairs} hashes from {@code offset} on
   * @param out takes {@code pairs} hashes from {@code outOffset} on
   */
  void nodes(byte[] children, int offset, int pairs, byte[] out, int outOffset);

  /**
   * The roots of complete subtrees that lie side by side.
   *
   * @param nodes holds {@code count << height} hashes from {@code offset} on
   * @param count number of subtrees
   * @param height levels from the given hashes up to the roots, 1 to 8
   * @param out takes {@code count} hashes from {@code outOffset} on
   * @throws IllegalArgumentException if the height is out of range
   */
  void roots(byte[] nodes, int offset, int count, int height, byte[] out, int outOffset);
}
