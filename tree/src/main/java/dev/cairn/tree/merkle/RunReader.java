package dev.cairn.tree.merkle;

import java.util.List;

/** A store of hashes that reads neighbours of one level at once. */
@FunctionalInterface
public interface RunReader {
  /**
   * The hashes of the nodes {@code [first, first + count)} of one level.
   *
   * @param level a level that the store keeps
   * @param first index of the first node, as in {@link Node}
   * @param count at least 1
   * @return exactly {@code count} hashes, from left to right
   */
  List<Hash> read(int level, long first, int count);
}
