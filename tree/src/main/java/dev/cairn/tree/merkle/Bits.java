package dev.cairn.tree.merkle;

/** The bit arithmetic that the JDK lacks. */
final class Bits {
  private Bits() {}

  /** Number of bits needed to write {@code value} without leading zeros: 0 for 0, 3 for 5. */
  static int length(long value) {
    return Long.SIZE - Long.numberOfLeadingZeros(value);
  }

  /** {@code value >>> distance}, and 0 for distances of 64 or more. */
  static long shift(long value, int distance) {
    return distance < Long.SIZE ? value >>> distance : 0;
  }
}
