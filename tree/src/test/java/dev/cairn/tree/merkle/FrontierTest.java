package dev.cairn.tree.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FrontierTest {
  private static final NodeSink NOWHERE = (level, index, hash) -> {};
  private final ReferenceTree reference = ReferenceTree.ofSingleBytes();

  @Test
  void hasTheRootOfEverySize() {
    MemoryTree tree = new MemoryTree();
    for (int size = 0; size <= 130; size++) {
      assertEquals(reference.head(size), tree.frontier().head());
      tree.append(new byte[] {(byte) size});
    }
  }

  @Test
  void reportsEveryCompleteNodeOnce() {
    MemoryTree tree = MemoryTree.ofSingleBytes(130);
    long expected = 0;
    for (int level = 0; level <= 7; level++) {
      for (long index = 0; new Node(level, index).end() <= 130; index++, expected++) {
        Node node = new Node(level, index);
        assertEquals(reference.root(node.start(), node.end()), tree.hash(level, index));
      }
    }
    assertEquals(expected, tree.nodes());
  }

  @Test
  void growsOnFromAnyLoadedSize() {
    MemoryTree tree = MemoryTree.ofSingleBytes(130);
    for (int size = 0; size <= 130; size++) {
      Frontier frontier = Frontier.load(size, tree);
      assertEquals(size == 0 ? 0 : 1, tree.calls());
      assertEquals(reference.head(size), frontier.head());
      for (int next = size; next < 130; next++) {
        frontier.append(reference.leaf(next), NOWHERE);
      }
      assertEquals(tree.frontier().head(), frontier.head());
    }
  }

  @Test
  void growsOnFromTheSubtreesOfAnySize() {
    MemoryTree tree = MemoryTree.ofSingleBytes(130);
    for (int size = 0; size <= 130; size++) {
      Frontier loaded = Frontier.load(size, tree);
      Frontier frontier = Frontier.of(size, loaded.subtrees());
      assertEquals(reference.head(size), frontier.head());
      for (int next = size; next < 130; next++) {
        frontier.append(reference.leaf(next), NOWHERE);
      }
      assertEquals(tree.frontier().head(), frontier.head());
    }
    List<Hash> three = List.of(reference.leaf(0), reference.leaf(1), reference.leaf(2));
    assertThrows(IllegalArgumentException.class, () -> Frontier.of(3, three));
    assertThrows(IllegalArgumentException.class, () -> Frontier.of(-1, three));
  }

  @Test
  void copiesGrowApart() {
    Frontier frontier = MemoryTree.ofSingleBytes(7).frontier();
    Frontier copy = frontier.copy();
    copy.append(reference.leaf(7), NOWHERE);
    assertEquals(reference.head(7), frontier.head());
    assertEquals(reference.head(8), copy.head());
    frontier.append(reference.leaf(99), NOWHERE);
    assertEquals(reference.head(8), copy.head());
  }

  @Test
  void isUnchangedIfTheSinkThrows() {
    Frontier frontier = MemoryTree.ofSingleBytes(7).frontier();
    NodeSink full =
        (level, index, hash) -> {
          if (level == 2) {
            throw new IllegalStateException("full");
          }
        };
    assertThrows(IllegalStateException.class, () -> frontier.append(reference.leaf(9), full));
    assertEquals(reference.head(7), frontier.head());
    frontier.append(reference.leaf(7), NOWHERE);
    assertEquals(reference.head(8), frontier.head());
  }

  @Test
  void growsToTheLargestSizeAndNoFurther() {
    HugeTree huge = new HugeTree(new TreeSet<>(List.of(5L, Long.MAX_VALUE - 1)));
    Frontier frontier = Frontier.load(Long.MAX_VALUE - 3, huge);
    while (frontier.size() < Long.MAX_VALUE) {
      assertEquals(huge.head(frontier.size()), frontier.head());
      frontier.append(huge.leaf(frontier.size()), NOWHERE);
    }
    assertEquals(huge.head(Long.MAX_VALUE), frontier.head());
    assertThrows(
        IllegalStateException.class, () -> frontier.append(TreeHasher.EMPTY_ROOT, NOWHERE));
  }

  @Test
  void refusesAReaderThatReadsTooFew() {
    assertThrows(IllegalStateException.class, () -> Frontier.load(3, nodes -> List.of()));
    assertThrows(IllegalArgumentException.class, () -> Frontier.load(-1, nodes -> List.of()));
  }
}
