package dev.cairn.tree.lanes;

/**
 * What is known of sixteen consecutive words of the message schedule when the code is written.
 * Words count modulo sixteen.
 */
final class Schedule {
  private static final int WORDS = 16;

  private final boolean[] known = new boolean[WORDS];
  private final int[] values = new int[WORDS];

  /** A word that is the same for all messages. */
  void know(int i, int value) {
    known[i % WORDS] = true;
    values[i % WORDS] = value;
  }

  /** A word that depends on the message. */
  void forget(int i) {
    known[i % WORDS] = false;
  }

  boolean knows(int i) {
    return known[i % WORDS];
  }

  /** A word that is known. */
  int word(int i) {
    return values[i % WORDS];
  }

  /** Counts from the word that was the eighth on. */
  void skipEight() {
    boolean[] knownBefore = known.clone();
    int[] valuesBefore = values.clone();
    for (int i = 0; i < WORDS; i++) {
      known[i] = knownBefore[(i + 8) % WORDS];
      values[i] = valuesBefore[(i + 8) % WORDS];
    }
  }
}
