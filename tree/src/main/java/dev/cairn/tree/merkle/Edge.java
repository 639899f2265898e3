package dev.cairn.tree.merkle;

import java.util.Arrays;

/**
 * The right edge of the tree of one size: for each kept level the block that the tree's last
 * complete nodes of that level begin, and the roots of what is folded from them. Immutable.
 */
final class Edge {
  private final long size;
  // By kept level. A block may have more nodes than the tree of this size: the first ones count.
  private final Block[] blocks;
  // By level l with bit l in the size: the root of the leaves after the complete node at its end.
  private final Hash[] rights;
  private final TreeHead head;

  private Edge(long size, Block[] blocks, Hash[] rights, TreeHead head) {
    this.size = size;
    this.blocks = blocks;
    this.rights = rights;
    this.head = head;
  }

  /**
   * Folds the edge.
   *
   * @param size at least 1
   * @param blocks by kept level, with at least the nodes that the tree of that size leaves over;
   *     given away
   */
  static Edge of(long size, Block[] blocks, int spacing, TreeHasher hasher) {
    Hash[] rights = new Hash[Bits.length(size)];
    Arrays.fill(rights, TreeHasher.EMPTY_ROOT);
    int lowest = Long.numberOfTrailingZeros(size);
    Hash root = peak(size, lowest, blocks, spacing);
    for (int level = lowest + 1; level < rights.length; level++) {
      if ((size >>> level & 1) == 1) {
        rights[level] = root;
        root = hasher.node(peak(size, level, blocks, spacing), root);
      }
    }
    return new Edge(size, blocks, rights, new TreeHead(size, root));
  }

  /** The complete node of that level at the end of the tree, whose size has that bit set. */
  private static Hash peak(long size, int level, Block[] blocks, int spacing) {
    return blocks[level / spacing].node(level % spacing, (size >>> level) - 1);
  }

  TreeHead head() {
    return head;
  }

  long size() {
    return size;
  }

  /** The block at the edge of the n-th kept level, the leaves' being 0. */
  Block block(int kept) {
    return kept < blocks.length ? blocks[kept] : Block.EMPTY;
  }

  /** The number of kept levels that the tree has nodes of. */
  int keptLevels() {
    return blocks.length;
  }

  /**
   * The level of the complete node at the edge that has the leaf: above it, leaf and edge have one
   * path.
   */
  int peak(long index) {
    return Bits.length(index ^ size) - 1;
  }

  /** Whether the complete node of that level at the edge has leaves to its right. */
  boolean hasRight(int level) {
    return Long.numberOfTrailingZeros(size) < level;
  }

  /** The root of the leaves to the right of that node. */
  Hash right(int level) {
    return rights[level];
  }
}
