package dev.cairn.client;

/** Refuses indexes, sizes and ranges that no tree has. */
final class Positions {
  private Positions() {}

  static void requireNotNegative(long size) {
    if (size < 0) {
      throw new IllegalArgumentException("size " + size + " is negative");
    }
  }

  static void requireIndex(long index) {
    if (index < 0 || index == Long.MAX_VALUE) {
      throw new IllegalArgumentException("index " + index + " is not in [0, 2^63-1)");
    }
  }

  static void requireRange(long start, long end) {
    if (start < 0 || start > end) {
      throw new IllegalArgumentException("[" + start + ", " + end + ") is not a range");
    }
  }
}
