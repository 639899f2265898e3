package dev.cairn.tree.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.tree.VerificationException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every proof of every tree up to 130 leaves: as the RFC defines it, by one read, and verified. */
class ProofsTest {
  private static final int MAX = 130;

  private final MemoryTree tree = MemoryTree.ofSingleBytes(MAX);
  private final Prover prover = new Prover(tree);
  private final ReferenceTree reference = ReferenceTree.ofSingleBytes();

  @Test
  void inclusion() throws VerificationException {
    for (long size = 1; size <= MAX; size++) {
      TreeHead head = prover.head(size);
      assertEquals(reference.head(size), head);
      tree.calls();
      for (long index = 0; index < size; index++) {
        List<Hash> proof = prover.inclusion(index, size);
        assertEquals(proof.isEmpty() ? 0 : 1, tree.calls());
        assertEquals(reference.path(index, 0, size), proof);
        ProofVerifier.inclusion(index, reference.leaf(index), head, proof);
        assertTrue(ReferenceVerifier.inclusion(index, reference.leaf(index), head, proof));
      }
    }
  }

  @Test
  void consistency() throws VerificationException {
    for (long second = 0; second <= MAX; second++) {
      TreeHead head = prover.head(second);
      tree.calls();
      for (long first = 0; first <= second; first++) {
        List<Hash> proof = prover.consistency(first, second);
        assertEquals(proof.isEmpty() ? 0 : 1, tree.calls());
        assertEquals(reference.proof(first, second), proof);
        ProofVerifier.consistency(reference.head(first), head, proof);
      }
    }
  }

  @Test
  void subtrees() throws VerificationException {
    for (long end = 0; end <= MAX; end++) {
      for (long start = 0; start <= end; start++) {
        if (Subtree.isValid(start, end)) {
          everySizeOf(new Subtree(start, end));
        }
      }
    }
  }

  private void everySizeOf(Subtree subtree) throws VerificationException {
    Hash root = prover.root(subtree);
    for (long size = subtree.end(); size <= MAX; size++) {
      TreeHead head = prover.head(size);
      tree.calls();
      List<Hash> proof = prover.subtree(subtree, size);
      assertEquals(proof.isEmpty() ? 0 : 1, tree.calls());
      ProofVerifier.subtree(subtree, root, head, proof);
      assertTrue(ReferenceVerifier.subtree(subtree, root, head, proof));
    }
  }

  @Test
  void leafInSubtree() throws VerificationException {
    Subtree subtree = new Subtree(64, 101);
    TreeHead head = new TreeHead(subtree.size(), prover.root(subtree));
    for (long index = 64; index < 101; index++) {
      List<Hash> proof = prover.inclusion(index, subtree);
      ProofVerifier.inclusion(index - 64, reference.leaf(index), head, proof);
    }
  }

  @Test
  void positionsOutsideOfTheTreeAreTheCallersBug() {
    assertThrows(IllegalArgumentException.class, () -> prover.inclusion(-1, 5));
    assertThrows(IllegalArgumentException.class, () -> prover.inclusion(5, 5));
    assertThrows(IllegalArgumentException.class, () -> prover.inclusion(0, 0));
    assertThrows(IllegalArgumentException.class, () -> prover.inclusion(0, -1));
    assertThrows(IllegalArgumentException.class, () -> prover.inclusion(7, new Subtree(8, 9)));
    assertThrows(IllegalArgumentException.class, () -> prover.consistency(6, 5));
    assertThrows(IllegalArgumentException.class, () -> prover.consistency(-1, 5));
    assertThrows(IllegalArgumentException.class, () -> prover.consistency(0, -1));
    assertThrows(IllegalArgumentException.class, () -> prover.subtree(new Subtree(4, 6), 5));
    assertThrows(IllegalArgumentException.class, () -> prover.root(-1));
  }

  @Test
  void aReaderThatReadsTooFewIsNotTrusted() {
    Prover doubtful = new Prover(nodes -> tree.read(nodes).subList(1, nodes.size()));
    assertThrows(IllegalStateException.class, () -> doubtful.inclusion(3, 7));
    assertThrows(IllegalStateException.class, () -> doubtful.root(7));
  }
}
