package dev.cairn.tree.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.tree.VerificationException;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proofs of trees of up to 2^63-1 leaves, where careless arithmetic overflows. */
class HugeTreeTest {
  private static final long MAX = Long.MAX_VALUE;
  private static final long HALF = 1L << 62;

  private final TreeSet<Long> marked = new TreeSet<>();
  private final Random random = new Random(63);

  HugeTreeTest() {
    for (long around : new long[] {0, 1L << 31, 1L << 32, HALF - 1, HALF, MAX - 5}) {
      for (int step = 0; step < 5; step++) {
        marked.add(around + step);
      }
    }
    for (int round = 0; round < 20; round++) {
      marked.add(random.nextLong(MAX));
    }
  }

  private static final long[] SIZES = {
    1L << 31, (1L << 32) + 1, (1L << 53) + 7, HALF - 1, HALF, HALF + 1, MAX - 2, MAX - 1, MAX
  };

  @Test
  void inclusion() throws VerificationException {
    HugeTree tree = new HugeTree(marked);
    Prover prover = new Prover(tree);
    for (long size : SIZES) {
      TreeHead head = prover.head(size);
      assertEquals(tree.head(size), head);
      for (long index : marked.headSet(size)) {
        List<Hash> proof = prover.inclusion(index, size);
        assertEquals(tree.path(index, 0, size), proof);
        ProofVerifier.inclusion(index, tree.leaf(index), head, proof);
        assertTrue(ReferenceVerifier.inclusion(index, tree.leaf(index), head, proof));
        for (long other : new long[] {index - 1, index + 1, index ^ HALF, index | 1L << 63}) {
          assertThrows(
              VerificationException.class,
              () -> ProofVerifier.inclusion(other, tree.leaf(index), head, proof));
        }
      }
    }
  }

  @Test
  void consistency() throws VerificationException {
    HugeTree tree = new HugeTree(marked);
    Prover prover = new Prover(tree);
    for (long second : SIZES) {
      TreeHead head = prover.head(second);
      for (long first : marked.headSet(second, true)) {
        List<Hash> proof = prover.consistency(first, second);
        assertEquals(tree.proof(first, second), proof);
        ProofVerifier.consistency(tree.head(first), head, proof);
        for (int position = 0; position < proof.size(); position++) {
          List<Hash> flipped = Flip.bit(proof, position, random.nextInt(256));
          assertThrows(
              VerificationException.class,
              () -> ProofVerifier.consistency(tree.head(first), head, flipped));
        }
      }
    }
  }

  @Test
  void subtrees() throws VerificationException {
    HugeTree tree = new HugeTree(marked);
    Prover prover = new Prover(tree);
    for (long size : SIZES) {
      TreeHead head = prover.head(size);
      for (int round = 0; round < 200; round++) {
        int height = random.nextInt(63);
        long start = random.nextLong(size) >>> height << height;
        long end = start + 1 + random.nextLong(Math.min(size - start, 1L << height));
        Subtree subtree = new Subtree(start, end);
        List<Hash> proof = prover.subtree(subtree, size);
        assertEquals(tree.subtreeProof(start, end, size), proof);
        Hash root = prover.root(subtree);
        assertEquals(tree.root(start, end), root);
        ProofVerifier.subtree(subtree, root, head, proof);
        assertTrue(ReferenceVerifier.subtree(subtree, root, head, proof));
      }
    }
  }

  @Test
  void theLongestProofsHave63And64Hashes() throws VerificationException {
    HugeTree tree = new HugeTree(marked);
    Prover prover = new Prover(tree);
    assertEquals(63, prover.inclusion(0, MAX).size());
    List<Hash> proof = prover.consistency(MAX - 2, MAX);
    assertEquals(64, proof.size());
    ProofVerifier.consistency(tree.head(MAX - 2), tree.head(MAX), proof);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, MAX, HALF + 5, HALF + 6})
  void indexesOutsideOfTheTreeAreRefused(long index) {
    TreeHead head = new TreeHead(HALF + 5, TreeHasher.EMPTY_ROOT);
    VerificationException refused =
        assertThrows(
            VerificationException.class,
            () -> ProofVerifier.inclusion(index, TreeHasher.EMPTY_ROOT, head, List.of()));
    assertEquals(
        "index " + Long.toUnsignedString(index) + " is not below size " + head.size(),
        refused.getMessage());
  }
}
