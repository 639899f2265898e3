package dev.cairn.server.scrub;

/**
 * How far a pass has come.
 *
 * @param part what is being checked
 * @param next the next index of the tree, or the least size of the next checkpoint
 * @param key the last idempotency key that was checked; empty: none
 */
record Position(Part part, long next, String key) {
  /** The parts of a pass, in order. */
  enum Part {
    /** Entries and nodes. */
    TREE,
    /** Idempotency keys. */
    KEYS,
    /** Kept checkpoints. */
    CHECKPOINTS,
    /** Nothing is left. */
    DONE
  }

  static final Position START = new Position(Part.TREE, 0, "");

  static Position keysAfter(String key) {
    return new Position(Part.KEYS, 0, key);
  }

  static Position checkpointsFrom(long size) {
    return new Position(Part.CHECKPOINTS, size, "");
  }

  static Position done() {
    return new Position(Part.DONE, 0, "");
  }
}
