package dev.cairn.tree.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredLevelsTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 8})
  void makesTheSameProofsFromFewerLevels(int spacing) {
    MemoryTree tree = MemoryTree.ofSingleBytes(600);
    Prover prover = new Prover(tree);
    Prover sparse = new Prover(new StoredLevels(spacing, onlyEvery(spacing, tree)));
    for (long size = 1; size <= 600; size += size < 130 ? 1 : 47) {
      assertEquals(prover.head(size), sparse.head(size));
      for (long index = 0; index < size; index++) {
        assertEquals(prover.inclusion(index, size), sparse.inclusion(index, size));
        assertEquals(prover.consistency(index, size), sparse.consistency(index, size));
      }
    }
  }

  private static RunReader onlyEvery(int spacing, RunReader store) {
    return (level, first, count) -> {
      assertEquals(0, level % spacing);
      return store.read(level, first, count);
    };
  }

  @Test
  void readsOneRunForEachLevelOfAProof() {
    MemoryTree tree = MemoryTree.ofSingleBytes(70_000);
    Prover sparse = new Prover(new StoredLevels(4, tree));
    for (long index = 0; index < 65_536; index += 97) {
      tree.calls();
      sparse.inclusion(index, 65_536);
      assertEquals(4, tree.calls());
    }
    for (long index = 0; index < 70_000; index += 97) {
      tree.calls();
      sparse.inclusion(index, 70_000);
      assertTrue(tree.calls() <= 2 * 5, "a second run where the right edge is far away");
    }
  }

  @Test
  void readsNeighboursTogetherAndNothingFarBetween() {
    MemoryTree tree = MemoryTree.ofSingleBytes(600);
    List<String> runs = new ArrayList<>();
    StoredLevels levels =
        new StoredLevels(
            4,
            (level, first, count) -> {
              runs.add(level + ":" + first + "+" + count);
              return tree.read(level, first, count);
            });
    List<Node> nodes =
        List.of(new Node(0, 3), new Node(1, 3), new Node(3, 1), new Node(0, 500), new Node(5, 1));
    assertEquals(tree.read(nodes), levels.read(nodes));
    assertEquals(List.of("0:3+13", "0:500+1", "4:2+2"), runs);
    assertEquals(List.of(), levels.read(List.of()));
  }

  @Test
  void servesTheHighestNodes() {
    HugeTree huge = new HugeTree(new TreeSet<>(List.of(77L, 1L << 61, Long.MAX_VALUE - 20)));
    StoredLevels levels =
        new StoredLevels(
            4,
            (level, first, count) -> {
              List<Node> nodes = new ArrayList<>();
              for (int i = 0; i < count; i++) {
                nodes.add(new Node(level, first + i));
              }
              return huge.read(nodes);
            });
    Prover prover = new Prover(huge);
    Prover sparse = new Prover(levels);
    Random random = new Random(4);
    for (int round = 0; round < 300; round++) {
      long size = Long.MAX_VALUE - random.nextInt(40);
      long index = random.nextBoolean() ? random.nextLong(size) : size - 1 - random.nextInt(40);
      assertEquals(prover.inclusion(index, size), sparse.inclusion(index, size));
      assertEquals(prover.consistency(index, size), sparse.consistency(index, size));
    }
    assertEquals(huge.head(Long.MAX_VALUE), Frontier.load(Long.MAX_VALUE, levels).head());
  }

  @Test
  void keepsEveryLevelOfTheSpacing() {
    StoredLevels levels = new StoredLevels(4, (level, first, count) -> List.of());
    assertTrue(levels.keeps(0) && levels.keeps(4) && levels.keeps(60));
    assertFalse(levels.keeps(1) || levels.keeps(3) || levels.keeps(62));
    assertThrows(IllegalArgumentException.class, () -> new StoredLevels(0, (l, f, c) -> List.of()));
    assertThrows(IllegalArgumentException.class, () -> new StoredLevels(9, (l, f, c) -> List.of()));
  }

  @Test
  void doesNotTrustAStoreThatReadsTooFew() {
    StoredLevels levels = new StoredLevels(4, (level, first, count) -> List.of());
    assertThrows(IllegalStateException.class, () -> levels.read(List.of(new Node(2, 0))));
  }
}
