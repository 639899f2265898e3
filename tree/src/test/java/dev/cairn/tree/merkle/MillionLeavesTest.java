package dev.cairn.tree.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.tree.VerificationException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A tree of a realistic size, root and proofs against the oracle. */
class MillionLeavesTest {
  private static final int SIZE = 1_000_003;

  private static byte[] entry(long index) {
    return ByteBuffer.allocate(Long.BYTES).putLong(index).array();
  }

  @Test
  void agreesWithTheOracle() throws VerificationException {
    MemoryTree tree = MemoryTree.of(SIZE, MillionLeavesTest::entry);
    TreeHead head = tree.frontier().head();
    assertEquals(new ReferenceTree(MillionLeavesTest::entry).head(SIZE), head);

    Prover prover = new Prover(tree);
    Prover sparse = new Prover(new StoredLevels(4, tree));
    assertEquals(head, prover.head(SIZE));
    assertEquals(head, sparse.head(SIZE));
    Random random = new Random(1_000_003);
    TreeHasher hasher = new TreeHasher();
    for (int round = 0; round < 2_000; round++) {
      int index = random.nextInt(SIZE);
      assertEquals(prover.inclusion(index, SIZE), sparse.inclusion(index, SIZE));
      ProofVerifier.inclusion(
          index, hasher.leaf(entry(index)), head, prover.inclusion(index, SIZE));
      assertEquals(prover.consistency(index, SIZE), sparse.consistency(index, SIZE));
      ProofVerifier.consistency(prover.head(index), head, prover.consistency(index, SIZE));
    }
  }
}
