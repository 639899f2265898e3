package dev.cairn.recorder.outbox;

/**
 * How much an outbox may hold.
 *
 * @param maxBytes the most bytes of waiting runs, as they are sent; at least 1
 * @param maxFileBytes the most bytes of the file, dead letters and SQLite's own pages included, at
 *     least 1 MiB; beyond it the outbox is as full as on a full disk
 */
public record OutboxLimits(long maxBytes, long maxFileBytes) {
  private static final long MIN_FILE_BYTES = 1L << 20;
  private static final long DEFAULT_BYTES = 4L << 30;

  /** 4 GiB of runs in a file of at most little more than 16 GiB. */
  public static final OutboxLimits DEFAULT = of(DEFAULT_BYTES);

  /**
   * @throws IllegalArgumentException if a bound is less
   */
  public OutboxLimits {
    if (maxBytes < 1 || maxFileBytes < MIN_FILE_BYTES) {
      throw new IllegalArgumentException(
          "an outbox of " + maxBytes + " bytes in a file of " + maxFileBytes + " is too small");
    }
  }

  /** So many bytes of runs, in a file of at most four times as many and 16 MiB. */
  public static OutboxLimits of(long maxBytes) {
    return new OutboxLimits(maxBytes, Math.addExact(Math.multiplyExact(maxBytes, 4L), 16L << 20));
  }
}
