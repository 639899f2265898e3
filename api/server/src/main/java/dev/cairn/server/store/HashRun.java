package dev.cairn.server.store;

import dev.cairn.tree.merkle.HashList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Hashes of consecutive nodes of one level.
 *
 * @param level a stored level: 0, 4, 8, … 60
 * @param start the position of the first node in its level
 * @param hashes the nodes' hashes, at least one
 */
public record HashRun(int level, long start, HashList hashes) {
  /** Every how many levels of the tree are stored. */
  public static final int SPACING = 4;

  /** The highest stored level that a tree of at most 2^63-1 leaves has a node of. */
  public static final int MAX_LEVEL = 60;

  /** Whether the nodes of {@code level} are stored. */
  public static boolean isStored(int level) {
    return level % SPACING == 0;
  }

  /** Runs of consecutive nodes of the same level as one, by ascending level. */
  static List<HashRun> join(List<HashRun> runs) {
    Map<Integer, List<HashRun>> levels = new TreeMap<>();
    for (HashRun run : runs) {
      levels.computeIfAbsent(run.level, _ -> new ArrayList<>()).add(run);
    }
    return levels.values().stream().map(HashRun::joinLevel).toList();
  }

  private static HashRun joinLevel(List<HashRun> runs) {
    HashRun first = runs.getFirst();
    return runs.size() == 1
        ? first
        : new HashRun(
            first.level, first.start, HashList.join(runs.stream().map(HashRun::hashes).toList()));
  }

  /** Whether these are exactly the nodes {@code [start, end)} of {@code level}. */
  boolean covers(int level, long start, long end) {
    return this.level == level && this.start == start && hashes.size() == end - start;
  }
}
