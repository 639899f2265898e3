package dev.cairn.server.store.lmdb;

/**
 * How a store is opened.
 *
 * @param mapBytes the address space taken at first; it doubles whenever the file outgrows it
 * @param maxMapBytes the most address space, and so the most bytes that the file may have
 * @param keptCheckpoints the number of newest checkpoints that are kept
 * @param readers the number of readings that can run at a time
 */
public record LmdbOptions(long mapBytes, long maxMapBytes, int keptCheckpoints, int readers) {

  /** Fits any log on a 64-bit machine; address space is not memory. */
  public static final LmdbOptions DEFAULT = new LmdbOptions(1L << 30, 1L << 44, 100_000, 120);

  /** For a second process: few readers, which find a place beside those of the first. */
  static final LmdbOptions BESIDE = new LmdbOptions(1L << 30, 1L << 44, 1, 4);

  /** The least address space that LMDB can work in. */
  static final long MIN_MAP_BYTES = 1 << 18;

  /** Refuses what cannot work. */
  public LmdbOptions {
    if (mapBytes < MIN_MAP_BYTES || maxMapBytes < mapBytes) {
      throw new IllegalArgumentException("a map of " + mapBytes + " to " + maxMapBytes + " bytes");
    }
    if (keptCheckpoints < 1 || readers < 1) {
      throw new IllegalArgumentException(keptCheckpoints + " checkpoints, " + readers + " readers");
    }
  }
}
