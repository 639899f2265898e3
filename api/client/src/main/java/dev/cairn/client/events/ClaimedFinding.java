package dev.cairn.client.events;

/**
 * Something that the server says is wrong with a producer's chain. Anyone can find it from the
 * log's entries.
 *
 * @param kind what
 * @param firstSequence the first sequence that is missing, forked or repeated, at least 0
 * @param count how many sequences, at least 1
 * @param index the index of the entry that shows it
 * @param settledCount how many of them the producer has since explained or delivered
 */
public record ClaimedFinding(
    Kind kind, long firstSequence, long count, long index, long settledCount) {
  /** What can be wrong. */
  public enum Kind {
    /** Sequences are missing. */
    GAP,
    /** Two events claim to come after the same one. */
    FORK,
    /** A sequence stands twice in the log. */
    REPEAT
  }
}
