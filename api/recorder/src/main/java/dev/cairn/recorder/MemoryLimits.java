package dev.cairn.recorder;

/**
 * How much a client holds in memory; each at least 1.
 *
 * @param waitingEvents the most events that are accepted and not yet spooled
 * @param waitingBytes the most bytes of them, unless one alone has more
 * @param batchEvents the most events of one commit
 * @param backlogBytes the most bytes of spooled runs that need not be read back
 * @param inFlightEvents the most events that are sent and not decided
 * @param receipts the most receipts that are waited for; events beyond it are spooled and
 *     delivered, and their futures fail with {@link NotYetLoggedException}
 */
public record MemoryLimits(
    int waitingEvents,
    long waitingBytes,
    int batchEvents,
    long backlogBytes,
    int inFlightEvents,
    int receipts) {
  /** 16,384 events or 32 MiB waiting; 2,048 a commit; 16 MiB; 8,192 in flight; 262,144 receipts. */
  public static final MemoryLimits DEFAULT =
      new MemoryLimits(16_384, 32L << 20, 2_048, 16L << 20, 8_192, 262_144);

  /**
   * @throws IllegalArgumentException if one is less
   */
  public MemoryLimits {
    if (waitingEvents < 1
        || waitingBytes < 1
        || batchEvents < 1
        || backlogBytes < 1
        || inFlightEvents < 1
        || receipts < 1) {
      throw new IllegalArgumentException("every limit is at least 1");
    }
  }
}
