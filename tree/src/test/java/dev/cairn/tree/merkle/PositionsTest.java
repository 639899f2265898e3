package dev.cairn.tree.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Nodes, subtrees and tree heads: which exist, and which do not. */
class PositionsTest {
  @Test
  void nodesEndAtTheLargestSize() {
    assertEquals(Long.MAX_VALUE, new Node(0, Long.MAX_VALUE - 1).end());
    assertEquals(1L << 62, new Node(62, 0).end());
    assertEquals(3, new Node(1, 1).end() - 1);
    assertThrows(IllegalArgumentException.class, () -> new Node(0, Long.MAX_VALUE));
    assertThrows(IllegalArgumentException.class, () -> new Node(1, Long.MAX_VALUE >>> 1));
    assertThrows(IllegalArgumentException.class, () -> new Node(62, 1));
    assertThrows(IllegalArgumentException.class, () -> new Node(63, 0));
    assertThrows(IllegalArgumentException.class, () -> new Node(-1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Node(0, -1));
  }

  @Test
  void subtreesAreAligned() {
    for (long end = 0; end <= 130; end++) {
      for (long start = 0; start <= end; start++) {
        long ceiling = 1;
        while (ceiling < end - start) {
          ceiling *= 2;
        }
        assertEquals(start % ceiling == 0, Subtree.isValid(start, end), start + " " + end);
      }
    }
    assertThrows(IllegalArgumentException.class, () -> new Subtree(1, 3));
  }

  @Test
  void subtreesReachTheLargestSize() {
    long max = Long.MAX_VALUE;
    assertTrue(Subtree.isValid(0, max));
    assertTrue(Subtree.isValid(max, max));
    assertTrue(Subtree.isValid(max - 1, max));
    assertTrue(Subtree.isValid(1L << 62, max));
    assertFalse(Subtree.isValid(1L << 61, max));
    assertFalse(Subtree.isValid(1, max));
    assertFalse(Subtree.isValid(-1, max));
    assertFalse(Subtree.isValid(-2, -1));
    assertFalse(Subtree.isValid(Long.MIN_VALUE, 0));
    assertFalse(Subtree.isValid(1, 0));
  }

  @Test
  void subtreesConsistOfAdjoiningNodesOfFallingLevel() {
    LongStream starts = LongStream.of(0, 64, 1L << 40, (1L << 62) + (1L << 61));
    for (long start : starts.toArray()) {
      for (long size = 0; size <= 64; size++) {
        List<Node> nodes = new Subtree(start, start + size).nodes();
        assertEquals(Long.bitCount(size), nodes.size());
        long from = start;
        for (Node node : nodes) {
          assertEquals(from, node.start());
          from = node.end();
        }
        assertEquals(start + size, from);
      }
    }
    assertEquals(63, new Subtree(0, Long.MAX_VALUE).nodes().size());
  }

  @Test
  void twoSubtreesCoverAnyRange() {
    for (long base : new long[] {0, Long.MAX_VALUE - 300}) {
      for (long start = base; start < base + 300; start++) {
        for (long size = 0; size <= base + 300 - start; size += 7) {
          long end = start + size;
          List<Subtree> covering = Subtree.covering(start, end);
          Subtree left = covering.getFirst();
          assertEquals(2, covering.size());
          assertTrue(left.start() <= start);
          assertEquals(left.end(), covering.getLast().start());
          assertEquals(end, covering.getLast().end());
          assertTrue(start == end || start - left.start() < left.end() - start);
        }
      }
    }
    assertThrows(IllegalArgumentException.class, () -> Subtree.covering(2, 1));
    assertThrows(IllegalArgumentException.class, () -> Subtree.covering(-1, 1));
  }

  @Test
  void anEmptyTreeHasTheEmptyRootOnly() {
    Hash other = new TreeHasher().leaf(new byte[0]);
    assertEquals(TreeHead.EMPTY, new TreeHead(0, TreeHasher.EMPTY_ROOT));
    assertThrows(IllegalArgumentException.class, () -> new TreeHead(0, other));
    assertThrows(IllegalArgumentException.class, () -> new TreeHead(-1, other));
    assertEquals(Long.MAX_VALUE, new TreeHead(Long.MAX_VALUE, other).size());
  }
}
