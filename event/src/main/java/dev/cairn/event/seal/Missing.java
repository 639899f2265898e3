package dev.cairn.event.seal;

/**
 * Sequences that are missing in a chain, {@code [first, end)}.
 *
 * @param first the first one
 * @param end the one after the last
 */
public record Missing(long first, long end) {
  /** Refuses an empty range. */
  public Missing {
    if (first < 0 || first >= end) {
      throw new IllegalArgumentException("[" + first + ", " + end + ") is no range of sequences");
    }
  }

  boolean has(long sequence) {
    return first <= sequence && sequence < end;
  }
}
