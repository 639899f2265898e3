package dev.cairn.server.store;

/**
 * What an idempotency key was used for: the entries of {@code [firstIndex, firstIndex + count)}.
 *
 * @param firstIndex the index of the first entry, at least 0
 * @param count the number of entries, at least 1
 */
public record KeyUse(long firstIndex, int count) {
  /** Refuses what no append can have written. */
  public KeyUse {
    if (firstIndex < 0 || count < 1 || firstIndex > Long.MAX_VALUE - count) {
      throw new IllegalArgumentException("key use [" + firstIndex + ", +" + count + ")");
    }
  }

  /** The index after the last entry. */
  public long end() {
    return firstIndex + count;
  }
}
