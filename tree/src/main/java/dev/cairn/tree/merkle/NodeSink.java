package dev.cairn.tree.merkle;

/** Takes the hashes that a growing tree completes. */
@FunctionalInterface
public interface NodeSink {
  /**
   * Called once for each node of the tree, in the order in which they are completed.
   *
   * @param level as in {@link Node}
   * @param index as in {@link Node}
   * @param hash final: it never changes
   */
  void accept(int level, long index, Hash hash);
}
