package dev.cairn.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.tree.merkle.Frontier;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHead;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeftEdgeTest {
  private static final int SIZE = 70;

  @Test
  void everyInclusionProofHoldsTheTreeBeforeItsLeaf() {
    TestTree tree = TestTree.of(TestLog.bytes(TestLog.numbered(SIZE)));
    for (int size = 1; size <= SIZE; size++) {
      for (int index = 0; index < size; index++) {
        List<Hash> proof = tree.prover().inclusion(index, size);
        Frontier before = LeftEdge.of(index, size, proof);
        assertEquals(tree.prover().head(index), before.head());
        before.append(tree.leaf(index), (level, at, hash) -> {});
        assertEquals(tree.prover().head(index + 1), before.head());
      }
    }
  }

  @Test
  void theLargestTreeHasOneToo() {
    List<Hash> proof = Collections.nCopies(63, TreeHead.EMPTY.root());
    assertEquals(Long.MAX_VALUE - 1, LeftEdge.of(Long.MAX_VALUE - 1, Long.MAX_VALUE, proof).size());
  }
}
