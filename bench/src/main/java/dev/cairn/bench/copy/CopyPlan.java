package dev.cairn.bench.copy;

/**
 * What is copied.
 *
 * @param entries how many, 1 to 20,000,000
 * @param entryBytes bytes of each, 8 to 4,096
 */
public record CopyPlan(long entries, int entryBytes) {
  private static final long MAX_ENTRIES = 20_000_000;
  private static final int MAX_ENTRY_BYTES = 4_096;

  /**
   * @throws IllegalArgumentException if a number is out of range
   */
  public CopyPlan {
    if (entries < 1 || entries > MAX_ENTRIES) {
      throw new IllegalArgumentException("--entries is 1 to " + MAX_ENTRIES);
    }
    if (entryBytes < Long.BYTES || entryBytes > MAX_ENTRY_BYTES) {
      throw new IllegalArgumentException("--entry-bytes is 8 to " + MAX_ENTRY_BYTES);
    }
  }
}
