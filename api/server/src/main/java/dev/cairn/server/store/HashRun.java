package dev.cairn.server.store;

import dev.cairn.tree.merkle.Hash;
import java.util.List;

/**
 * Hashes of consecutive nodes of one level.
 *
 * @param level a stored level: 0, 4, 8, … 60
 * @param start the position of the first node in its level
 * @param hashes the nodes' hashes, at least one
 */
public record HashRun(int level, long start, List<Hash> hashes) {
  /** Every how many levels of the tree are stored. */
  public static final int SPACING = 4;

  /** The highest stored level that a tree of at most 2^63-1 leaves has a node of. */
  public static final int MAX_LEVEL = 60;

  /** Whether the nodes of {@code level} are stored. */
  public static boolean isStored(int level) {
    return level % SPACING == 0;
  }

  /** Whether these are exactly the nodes {@code [start, end)} of {@code level}. */
  boolean covers(int level, long start, long end) {
    return this.level == level && this.start == start && hashes.size() == end - start;
  }
}
