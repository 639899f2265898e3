package dev.cairn.server.store;

import dev.cairn.tree.merkle.TreeHead;
import java.util.List;
import java.util.Map;

/**
 * What one commit writes.
 *
 * @param expected the head that the store must have
 * @param next the head that it has afterwards: {@code expected} grown by {@code entries}
 * @param entries the new entries, the first at index {@code expected.size()}
 * @param hashes the nodes of the stored levels that the entries complete: for each level that has
 *     any one run, by ascending level
 * @param keys the idempotency keys used by these entries; none of them is in the store yet
 * @param checkpoints checkpoints published since the last commit
 */
public record Commit(
    TreeHead expected,
    TreeHead next,
    List<byte[]> entries,
    List<HashRun> hashes,
    Map<String, KeyUse> keys,
    List<PublishedCheckpoint> checkpoints) {

  /** The most bytes that an entry has. */
  public static final int MAX_ENTRY_BYTES = 65_535;

  /**
   * @throws IllegalArgumentException if the sizes do not fit, an entry is empty or too long, or
   *     nodes are missing or superfluous
   */
  public Commit {
    if (next.size() - expected.size() != entries.size()) {
      throw new IllegalArgumentException(
          entries.size() + " entries from " + expected.size() + " to " + next.size());
    }
    for (byte[] entry : entries) {
      if (entry.length == 0 || entry.length > MAX_ENTRY_BYTES) {
        throw new IllegalArgumentException("an entry of " + entry.length + " bytes");
      }
    }
    checkRuns(hashes, expected.size(), next.size());
  }

  private static void checkRuns(List<HashRun> runs, long from, long to) {
    int levels = 0;
    while (levels * HashRun.SPACING <= HashRun.MAX_LEVEL) {
      int level = levels * HashRun.SPACING;
      long start = from >> level;
      long end = to >> level;
      if (start == end) {
        break;
      }
      if (levels == runs.size() || !runs.get(levels).covers(level, start, end)) {
        throw new IllegalArgumentException(
            "no run of the nodes [%d, %d) of level %d".formatted(start, end, level));
      }
      levels++;
    }
    if (levels != runs.size()) {
      throw new IllegalArgumentException("nodes that the entries do not complete");
    }
  }

  /** Whether there is nothing to write. */
  public boolean isEmpty() {
    return entries.isEmpty() && checkpoints.isEmpty();
  }
}
