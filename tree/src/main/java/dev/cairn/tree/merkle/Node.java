package dev.cairn.tree.merkle;

/**
 * Position of a complete node: the one over the leaves {@code [index << level, (index + 1) <<
 * level)}. Its hash never changes once the tree has that many leaves.
 *
 * @param level 0 for leaves, up to 62
 * @param index position from the left among the nodes of its level
 */
public record Node(int level, long index) {
  /** The highest level with a complete node in a tree of at most 2^63-1 leaves. */
  public static final int MAX_LEVEL = 62;

  /**
   * @throws IllegalArgumentException if no tree of at most 2^63-1 leaves has that node
   */
  public Node {
    if (level < 0 || level > MAX_LEVEL) {
      throw new IllegalArgumentException("level " + level + " is not in 0 to " + MAX_LEVEL);
    }
    if (index < 0 || index >= Long.MAX_VALUE >>> level) {
      throw new IllegalArgumentException("level " + level + " has no complete node " + index);
    }
  }

  /** Index of the first leaf under the node. */
  public long start() {
    return index << level;
  }

  /** Index of the first leaf after the node; a tree of at least this size has the node. */
  public long end() {
    return (index + 1) << level;
  }
}
