package dev.cairn.tree.merkle;

/** Takes the hashes that a growing tree completes, level by level. */
@FunctionalInterface
public interface RunSink {
  /**
   * Called once for each kept level that gained nodes, by ascending level.
   *
   * @param level as in {@link Node}
   * @param first index of the first node, as in {@link Node}
   * @param hashes of neighbouring nodes, at least one
   */
  void accept(int level, long first, HashList hashes);
}
