package dev.cairn.tree.merkle;

import java.util.Arrays;
import java.util.List;

/**
 * The nodes that a store with every n-th level keeps under one node of the next kept level: 2^n
 * neighbours, or fewer at the tree's edge, with all complete nodes over them. What it says is a
 * fact of arithmetic: these hashes have that root, whatever tree they are in. Immutable.
 */
final class Block {
  /** No nodes at all: what the edge has at a level where nothing is left over. */
  static final Block EMPTY = new Block(/* spacing= */ 1, 0, 0, /* count= */ 0, new byte[0]);

  private final int spacing;
  private final int level;
  private final long number;
  private final int count;
  // The given nodes, then row by row the nodes over them, each row in its place as if full.
  private final byte[] nodes;

  private Block(int spacing, int level, long number, int count, byte[] nodes) {
    this.spacing = spacing;
    this.level = level;
    this.number = number;
    this.count = count;
    this.nodes = nodes;
  }

  /**
   * Reads a block and computes the nodes over it.
   *
   * @param level a kept level, that of the nodes
   * @param number the block's position among those of its level
   * @param count how many nodes to read, 1 to 2^spacing
   * @throws IllegalStateException if the store gives another number of hashes
   */
  static Block read(
      RunReader store, int spacing, int level, long number, int count, TreeHasher hasher) {
    List<Hash> run = store.read(level, number << spacing, count);
    if (run.size() != count) {
      throw new IllegalStateException(
          "asked for " + count + " hashes of level " + level + ", got " + run.size());
    }
    byte[] nodes = new byte[(row(spacing, spacing) + 1) * Hash.BYTES];
    HashList.copyOf(run).copyTo(nodes, 0);
    for (int height = 1; height <= spacing; height++) {
      int below = row(spacing, height - 1) * Hash.BYTES;
      int row = row(spacing, height) * Hash.BYTES;
      for (int i = 0; i < count >> height; i++) {
        hasher.node(nodes, below + 2 * i * Hash.BYTES, nodes, row + i * Hash.BYTES);
      }
    }
    return new Block(spacing, level, number, count, nodes);
  }

  /** How many hashes lie before the row of a height: rows of 2^n, 2^(n-1), … 1. */
  private static int row(int spacing, int height) {
    return (2 << spacing) - (2 << spacing >> height);
  }

  boolean isAt(int level, long number) {
    return this.level == level && this.number == number;
  }

  /** The number of nodes of its own level. */
  int count() {
    return count;
  }

  /** Whether it has all 2^n nodes, and so a root. */
  boolean isFull() {
    return count == 1 << spacing;
  }

  /** Whether this full block has the root that the block above it has in its place. */
  boolean isUnder(Block above) {
    int root = row(spacing, spacing) * Hash.BYTES;
    int wanted = above.at(0, number);
    return Arrays.equals(nodes, root, root + Hash.BYTES, above.nodes, wanted, wanted + Hash.BYTES);
  }

  /**
   * One of the nodes, complete in this block.
   *
   * @param height levels above the block's own
   * @param index the node's index in its level, as in {@link Node}
   */
  Hash node(int height, long index) {
    return Hash.of(nodes, at(height, index));
  }

  /** Writes the node's 32 bytes from {@code offset} on. */
  void copyNode(int height, long index, byte[] out, int offset) {
    System.arraycopy(nodes, at(height, index), out, offset, Hash.BYTES);
  }

  private int at(int height, long index) {
    int place = (int) index & ((1 << (spacing - height)) - 1);
    if (place >= count >> height) {
      throw new IllegalArgumentException(
          "block " + number + " of level " + level + " has no node " + index + " up " + height);
    }
    return (row(spacing, height) + place) * Hash.BYTES;
  }
}
