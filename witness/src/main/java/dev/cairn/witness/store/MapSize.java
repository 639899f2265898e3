package dev.cairn.witness.store;

/**
 * The address space of a store.
 *
 * @param bytes taken at first; it doubles whenever the store outgrows it
 * @param maxBytes the most that is taken, and so the most bytes that the store may have
 */
record MapSize(long bytes, long maxBytes) {
  /** Room for thousands of logs, and for as many as a witness may ever know. */
  static final MapSize DEFAULT = new MapSize(1L << 26, 1L << 40);

  /** The least that LMDB can work in. */
  private static final long MIN_BYTES = 1 << 18;

  MapSize {
    if (bytes < MIN_BYTES || maxBytes < bytes) {
      throw new IllegalArgumentException("a map of " + bytes + " to " + maxBytes + " bytes");
    }
  }
}
