package dev.cairn.tree.lanes;

import java.util.Arrays;

/** Orders entries by their number of blocks, so that lanes which start together end together. */
final class LongestFirst {
  /** Entries of more blocks are not told apart. */
  static final int MOST_BLOCKS = 1100;

  private final int[] order;
  private final int[] starts = new int[MOST_BLOCKS + 2];

  /** Takes up to {@code capacity} entries. */
  LongestFirst(int capacity) {
    this.order = new int[capacity];
  }

  /** The indexes of the first {@code count} entries, of most blocks first; valid until the next. */
  int[] of(byte[][] entries, int count) {
    int least = MOST_BLOCKS;
    int most = 0;
    for (int i = 0; i < count; i++) {
      int blocks = sort(entries[i]);
      least = Math.min(least, blocks);
      most = Math.max(most, blocks);
    }
    countSorts(entries, count, least, most);
    for (int i = 0; i < count; i++) {
      order[starts[most - sort(entries[i])]++] = i;
    }
    return order;
  }

  /** Leaves in {@code starts} where each number of blocks begins. */
  private void countSorts(byte[][] entries, int count, int least, int most) {
    int sorts = Math.max(most - least, 0) + 1;
    Arrays.fill(starts, 0, sorts + 1, 0);
    for (int i = 0; i < count; i++) {
      starts[most - sort(entries[i]) + 1]++;
    }
    for (int i = 1; i < sorts; i++) {
      starts[i] += starts[i - 1];
    }
  }

  private static int sort(byte[] entry) {
    return Math.min(LeafLanes.blocks(entry), MOST_BLOCKS);
  }
}
