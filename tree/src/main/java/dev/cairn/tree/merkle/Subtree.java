package dev.cairn.tree.merkle;

import java.util.ArrayList;
import java.util.List;

/**
 * A range of leaves {@code [start, end)} whose own Merkle tree can be proved consistent with the
 * tree that contains it (draft-ietf-plants-merkle-tree-certs, "Definition of a Subtree"): {@code
 * start} is a multiple of the smallest power of two that is at least {@code end - start}. A prefix
 * {@code [0, x)}, one leaf {@code [x, x + 1)} and nothing {@code [x, x)} always qualify.
 *
 * @param start index of the first leaf
 * @param end index after the last leaf, at most 2^63-1
 */
public record Subtree(long start, long end) {
  /**
   * @throws IllegalArgumentException unless {@link #isValid}
   */
  public Subtree {
    if (!isValid(start, end)) {
      throw new IllegalArgumentException("[" + start + ", " + end + ") is not a subtree");
    }
  }

  /** Whether {@code [start, end)} is a subtree of some tree: to be asked of a stranger's range. */
  public static boolean isValid(long start, long end) {
    if (start < 0 || start > end) {
      return false;
    }
    long size = end - start;
    long mask = size <= 1 ? 0 : -1L >>> Long.numberOfLeadingZeros(size - 1);
    return (start & mask) == 0;
  }

  /**
   * The two adjoining subtrees that cover an arbitrary range, left and right (same draft,
   * "Selecting Two Subtrees"). They end where the range ends; the left may begin earlier, by less
   * than half of its size. The right one is empty if the range has at most one leaf.
   *
   * @throws IllegalArgumentException unless {@code 0 <= start <= end}
   */
  public static List<Subtree> covering(long start, long end) {
    if (start < 0 || start > end) {
      throw new IllegalArgumentException("[" + start + ", " + end + ") is not a range");
    }
    if (end - start <= 1) {
      return List.of(new Subtree(start, end), new Subtree(end, end));
    }
    long last = end - 1;
    long below = Long.highestOneBit(start ^ last) - 1; // where the paths of both still agree
    long middle = last & ~below;
    int leftHeight = Bits.length(~start & below);
    long left = start >>> leftHeight << leftHeight;
    return List.of(new Subtree(left, middle), new Subtree(middle, end));
  }

  /** Number of leaves. */
  public long size() {
    return end - start;
  }

  /** Whether there is no leaf in it. */
  public boolean isEmpty() {
    return start == end;
  }

  /**
   * The complete nodes that make it up, from left to right and of falling level; none if it is
   * empty.
   */
  List<Node> nodes() {
    List<Node> nodes = new ArrayList<>(Long.bitCount(size()));
    long from = start;
    while (from < end) {
      int level = Bits.length(end - from) - 1;
      nodes.add(new Node(level, from >>> level));
      from += 1L << level;
    }
    return nodes;
  }

  @Override
  public String toString() {
    return "[" + start + ", " + end + ")";
  }
}
