package dev.cairn.server.store;

import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHead;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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

  private static final int LENGTH_BYTES = 2;

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

  /** A commit that leaves the tree as it is. */
  public static Commit none(TreeHead head) {
    return new Commit(head, head, List.of(), List.of(), Map.of(), List.of());
  }

  /**
   * Several commits, each on top of the one before, as one.
   *
   * @param commits at least one
   * @throws IllegalArgumentException if they do not follow each other
   */
  public static Commit join(List<Commit> commits) {
    if (commits.size() == 1) {
      return commits.getFirst();
    }
    List<byte[]> entries = new ArrayList<>();
    Map<String, KeyUse> keys = new LinkedHashMap<>();
    List<PublishedCheckpoint> checkpoints = new ArrayList<>();
    for (Commit commit : commits) {
      if (commit.expected.size() != commits.getFirst().expected.size() + entries.size()) {
        throw new IllegalArgumentException("commits that do not follow each other");
      }
      entries.addAll(commit.entries);
      keys.putAll(commit.keys);
      checkpoints.addAll(commit.checkpoints);
    }
    return new Commit(
        commits.getFirst().expected,
        commits.getLast().next,
        entries,
        HashRun.join(commits.stream().flatMap(commit -> commit.hashes.stream()).toList()),
        keys,
        checkpoints);
  }

  /** The same with further checkpoints. */
  public Commit with(List<PublishedCheckpoint> more) {
    List<PublishedCheckpoint> all = new ArrayList<>(checkpoints);
    all.addAll(more);
    return new Commit(expected, next, entries, hashes, keys, all);
  }

  /** About how many bytes a store grows by: entries with their lengths, and hashes. */
  public long bytes() {
    long bytes = 0;
    for (byte[] entry : entries) {
      bytes += LENGTH_BYTES + entry.length;
    }
    for (HashRun run : hashes) {
      bytes += (long) run.hashes().size() * Hash.BYTES;
    }
    return bytes;
  }

  /** Whether there is nothing to write. */
  public boolean isEmpty() {
    return entries.isEmpty() && checkpoints.isEmpty();
  }
}
