package dev.cairn.server.search;

import java.util.Arrays;

/** A set of positions in a segment. For one thread at a time. */
final class Bitmap {
  /** How many positions there can be. */
  static final int BITS = 65_536;

  private final long[] words;

  /** The empty set. */
  Bitmap() {
    this(new long[BITS / Long.SIZE]);
  }

  private Bitmap(long[] words) {
    this.words = words;
  }

  /** All positions of {@code [start, end)}. */
  static Bitmap of(int start, int end) {
    Bitmap bitmap = new Bitmap();
    bitmap.add(start, end);
    return bitmap;
  }

  Bitmap copy() {
    return new Bitmap(words.clone());
  }

  void add(int position) {
    words[position >> 6] |= 1L << position;
  }

  void add(int start, int end) {
    for (int at = start; at < end; ) {
      if ((at & 63) == 0 && end - at >= Long.SIZE) {
        words[at >> 6] = -1;
        at += Long.SIZE;
      } else {
        add(at++);
      }
    }
  }

  /** Adds 64 positions from {@code 64 * word} on, as bits. */
  void addWord(int word, long bits) {
    words[word] |= bits;
  }

  Bitmap and(Bitmap other) {
    for (int i = 0; i < words.length; i++) {
      words[i] &= other.words[i];
    }
    return this;
  }

  Bitmap or(Bitmap other) {
    for (int i = 0; i < words.length; i++) {
      words[i] |= other.words[i];
    }
    return this;
  }

  Bitmap without(Bitmap other) {
    for (int i = 0; i < words.length; i++) {
      words[i] &= ~other.words[i];
    }
    return this;
  }

  boolean isEmpty() {
    return next(0) < 0;
  }

  /** The lowest position from {@code from} on, or -1. */
  int next(int from) {
    if (from >= BITS) {
      return -1;
    }
    int word = from >> 6;
    long left = words[word] & (-1L << from);
    while (left == 0) {
      if (++word == words.length) {
        return -1;
      }
      left = words[word];
    }
    return (word << 6) + Long.numberOfTrailingZeros(left);
  }

  /** The highest position up to {@code from}, or -1. */
  int previous(int from) {
    if (from < 0) {
      return -1;
    }
    int word = from >> 6;
    long left = words[word] & (-1L >>> -(from + 1));
    while (left == 0) {
      if (word-- == 0) {
        return -1;
      }
      left = words[word];
    }
    return (word << 6) + 63 - Long.numberOfLeadingZeros(left);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bitmap bitmap && Arrays.equals(words, bitmap.words);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(words);
  }
}
