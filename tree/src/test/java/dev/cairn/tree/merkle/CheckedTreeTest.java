package dev.cairn.tree.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.tree.VerificationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckedTreeTest {
  private static final int SPACING = 4;

  private static void assertProves(Prover oracle, CheckedTree tree, long index) throws Exception {
    LeafProof proof = tree.inclusion(index);
    assertEquals(oracle.inclusion(index, tree.head().size()), proof.path());
    ProofVerifier.inclusion(index, proof.leaf(), tree.head(), proof.path());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 8})
  void makesTheProofsOfTheProverWhileTheTreeGrows(int spacing) throws Exception {
    MemoryTree store = MemoryTree.ofSingleBytes(600);
    Prover oracle = new Prover(store);
    BlockCache cache = new BlockCache(spacing);
    for (long size = 1; size <= 600; size += spacing == SPACING ? 1 : 7) {
      TreeHead head = oracle.head(size);
      CheckedTree warm = CheckedTree.open(head, onlyEvery(spacing, store), cache);
      CheckedTree cold = CheckedTree.open(head, store, new BlockCache(spacing));
      assertEquals(head, warm.head());
      for (long index = 0; index < size; index++) {
        assertProves(oracle, warm, index);
        assertProves(oracle, cold, index);
      }
    }
  }

  private static RunReader onlyEvery(int spacing, RunReader store) {
    return (level, first, count) -> {
      assertEquals(0, level % spacing);
      return store.read(level, first, count);
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 8})
  void makesTheProofsOfTheProverInOlderTrees(int spacing) throws Exception {
    MemoryTree store = MemoryTree.ofSingleBytes(600);
    Prover oracle = new Prover(store);
    for (long newest : List.of(1L, 17L, 255L, 256L, 257L, 512L, 599L, 600L)) {
      CheckedTree tree = CheckedTree.open(oracle.head(newest), store, new BlockCache(spacing));
      for (long size = 1; size <= newest; size += spacing == SPACING ? 1 : 11) {
        for (int again = 0; again < 2; again++) {
          CheckedTree older = tree.prefix(size);
          assertEquals(oracle.head(size), older.head());
          for (long index = 0; index < size; index += 5) {
            assertProves(oracle, older, index);
          }
          assertProves(oracle, older, size - 1);
        }
      }
    }
  }

  @Test
  void makesProofsInTheLargestTrees() throws Exception {
    HugeTree huge = new HugeTree(new TreeSet<>(List.of(77L, 1L << 61, Long.MAX_VALUE - 20)));
    RunReader store =
        (level, first, count) -> {
          List<Node> nodes = new ArrayList<>();
          for (int i = 0; i < count; i++) {
            nodes.add(new Node(level, first + i));
          }
          return huge.read(nodes);
        };
    Prover oracle = new Prover(huge);
    Random random = new Random(5);
    BlockCache cache = new BlockCache(SPACING);
    for (int round = 0; round < 300; round++) {
      long size =
          random.nextBoolean()
              ? Long.MAX_VALUE - random.nextInt(40)
              : 1 + random.nextLong(1L << (1 + random.nextInt(61)));
      CheckedTree tree = CheckedTree.open(huge.head(size), store, cache);
      assertProves(oracle, tree, random.nextLong(size));
      assertProves(oracle, tree, size - 1);
      long older = 1 + random.nextLong(size);
      assertProves(oracle, tree.prefix(older), random.nextLong(older));
      assertEquals(huge.head(older), tree.prefix(older).head());
    }
  }

  @Test
  void readsTwoBlocksForALeafAndNoneAgain() throws Exception {
    MemoryTree store = MemoryTree.ofSingleBytes(70_000);
    BlockCache cache = new BlockCache(SPACING);
    CheckedTree tree = CheckedTree.open(store.frontier().head(), store, cache);
    for (long index = 0; index < 70_000; index += 256) { // all blocks from level 8 on
      tree.inclusion(index);
    }
    Prover oracle = new Prover(store);
    Random random = new Random(6);
    for (int round = 0; round < 3_000; round++) {
      long index = random.nextLong(70_000);
      store.calls();
      LeafProof proof = tree.inclusion(index);
      assertTrue(store.calls() <= 2);
      assertEquals(proof, tree.inclusion(index));
      assertEquals(0, store.calls());
      assertEquals(oracle.inclusion(index, 70_000), proof.path());
    }
  }

  @Test
  void readsOfAGrownEdgeWhatIsNew() throws Exception {
    MemoryTree store = MemoryTree.ofSingleBytes(70_000);
    BlockCache cache = new BlockCache(SPACING);
    for (long size = 69_900; size < 69_999; size++) {
      TreeHead head = new Prover(store).head(size);
      store.calls();
      CheckedTree.open(head, store, cache);
      int calls = store.calls();
      assertTrue(size == 69_900 || calls <= 2, calls + " for size " + size);
      CheckedTree.open(head, store, cache);
      assertEquals(0, store.calls());
    }
  }

  @Test
  void refusesAHeadOfAnotherHistory() {
    MemoryTree store = MemoryTree.ofSingleBytes(300);
    MemoryTree other = MemoryTree.of(300, index -> new byte[] {(byte) (index == 4 ? 9 : index)});
    BlockCache cache = new BlockCache(SPACING);
    assertThrows(
        VerificationException.class, () -> CheckedTree.open(other.frontier().head(), store, cache));
  }

  /** What is kept is compared with the tree at hand, even where it is another log's. */
  @Test
  void takesNoKeptBlockThatDoesNotFitTheTree() throws Exception {
    MemoryTree first = MemoryTree.ofSingleBytes(300);
    MemoryTree second = MemoryTree.of(512, index -> new byte[] {(byte) (index + 1)});
    BlockCache cache = new BlockCache(SPACING);
    CheckedTree ofFirst = CheckedTree.open(first.frontier().head(), first, cache);
    for (long index = 0; index < 300; index++) {
      ofFirst.inclusion(index);
    }
    CheckedTree ofSecond = CheckedTree.open(second.frontier().head(), second, cache);
    for (long index = 0; index < 512; index++) {
      assertProves(new Prover(second), ofSecond, index);
    }
  }

  @Test
  void refusesPositionsOutsideOfTheTree() throws Exception {
    MemoryTree store = MemoryTree.ofSingleBytes(20);
    BlockCache cache = new BlockCache(SPACING);
    CheckedTree tree = CheckedTree.open(store.frontier().head(), store, cache);
    for (long index : List.of(-1L, 20L, Long.MIN_VALUE, Long.MAX_VALUE)) {
      assertThrows(IllegalArgumentException.class, () -> tree.inclusion(index));
    }
    for (long size : List.of(-1L, 0L, 21L, Long.MAX_VALUE)) {
      assertThrows(IllegalArgumentException.class, () -> tree.prefix(size));
    }
    assertThrows(
        IllegalArgumentException.class, () -> CheckedTree.open(TreeHead.EMPTY, store, cache));
    assertThrows(IllegalArgumentException.class, () -> new BlockCache(0));
    assertThrows(IllegalArgumentException.class, () -> new BlockCache(9));
  }

  @Test
  void doesNotTrustAStoreThatReadsTooFew() {
    MemoryTree store = MemoryTree.ofSingleBytes(20);
    RunReader broken = (level, first, count) -> List.of();
    assertThrows(
        IllegalStateException.class,
        () -> CheckedTree.open(store.frontier().head(), broken, new BlockCache(SPACING)));
  }
}
