package dev.cairn.tree.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.cairn.tree.VerificationException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Every proof of every tree up to 64 leaves, damaged in every place: each must be refused. Sizes
 * are spread over all processors: there are some ten million refusals.
 */
class DamagedProofsTest {
  private static final int MAX = 64;
  private static final Hash OTHER = new TreeHasher().leaf(new byte[2]);

  private final Prover prover = new Prover(MemoryTree.ofSingleBytes(MAX + 1));
  private final ReferenceTree reference = ReferenceTree.ofSingleBytes();
  private final List<TreeHead> heads = new ArrayList<>();

  DamagedProofsTest() {
    for (int size = 0; size <= MAX + 1; size++) {
      heads.add(reference.head(size));
    }
  }

  /** One of the three verifiers with its positions and roots, waiting for a proof. */
  private interface Claim {
    void verify(List<Hash> proof) throws VerificationException;

    default boolean holds(List<Hash> proof) {
      try {
        verify(proof);
        return true;
      } catch (VerificationException e) {
        return false;
      }
    }
  }

  private static void everySize(IntConsumer test) {
    IntStream.rangeClosed(1, MAX).parallel().forEach(test);
  }

  private static void refuse(Claim claim, List<Hash> proof) {
    assertFalse(claim.holds(proof));
  }

  /** Flips every {@code stride}th bit of the proof, and lengthens and shortens it. */
  private static void refuseDamage(Claim claim, List<Hash> proof, int stride) {
    for (int position = 0; position < proof.size(); position++) {
      for (int bit = position % stride; bit < 256; bit += stride) {
        refuse(claim, Flip.bit(proof, position, bit));
      }
      List<Hash> shorter = new ArrayList<>(proof);
      shorter.remove(position);
      refuse(claim, shorter);
    }
    for (int position = 0; position <= proof.size(); position++) {
      List<Hash> longer = new ArrayList<>(proof);
      longer.add(position, position < proof.size() ? proof.get(position) : OTHER);
      refuse(claim, longer);
    }
  }

  @Test
  void inclusion() {
    everySize(
        size -> {
          TreeHead head = heads.get(size);
          for (long index = 0; index < size; index++) {
            Hash leaf = reference.leaf(index);
            long at = index;
            Claim claim = proof -> ProofVerifier.inclusion(at, leaf, head, proof);
            refuseDamage(claim, prover.inclusion(at, size), 1);
          }
        });
  }

  @Test
  void inclusionOfAFlippedLeafOrInAFlippedRoot() {
    everySize(
        size -> {
          for (long index = 0; index < size; index++) {
            refuseFlippedEnds(index, size);
          }
        });
  }

  private void refuseFlippedEnds(long index, int size) {
    List<Hash> proof = prover.inclusion(index, size);
    Hash leaf = reference.leaf(index);
    TreeHead head = heads.get(size);
    for (int bit = (int) index % 8; bit < 256; bit += 8) {
      Hash otherLeaf = Flip.bit(leaf, bit);
      TreeHead otherHead = new TreeHead(size, Flip.bit(head.root(), bit));
      refuse(it -> ProofVerifier.inclusion(index, otherLeaf, head, it), proof);
      refuse(it -> ProofVerifier.inclusion(index, leaf, otherHead, it), proof);
    }
  }

  @Test
  void inclusionAtANeighbouringIndexOrSize() {
    for (int size = 1; size <= MAX; size++) {
      for (long index = 0; index < size; index++) {
        List<Hash> proof = prover.inclusion(index, size);
        Hash leaf = reference.leaf(index);
        TreeHead head = heads.get(size);
        for (long other : new long[] {index - 1, index + 1, index ^ 2, ~index}) {
          refuse(it -> ProofVerifier.inclusion(other, leaf, head, it), proof);
        }
        for (int otherSize : new int[] {size - 1, size + 1}) {
          long at = index;
          refuse(it -> ProofVerifier.inclusion(at, leaf, heads.get(otherSize), it), proof);
          refuseForgedSize(at, leaf, head, otherSize, proof);
        }
      }
    }
  }

  /**
   * The root of one size passed off as that of another. Where both sizes have the same sides no
   * hash can tell; that is why size and root must come from one checkpoint. Everywhere else it is
   * refused.
   */
  private static void refuseForgedSize(
      long index, Hash leaf, TreeHead head, int otherSize, List<Hash> proof) {
    if (otherSize == 0) {
      return; // no such head can be made
    }
    boolean indistinguishable =
        index < otherSize
            && ReferenceTree.sides(index, head.size())
                .equals(ReferenceTree.sides(index, otherSize));
    TreeHead forged = new TreeHead(otherSize, head.root());
    Claim claim = it -> ProofVerifier.inclusion(index, leaf, forged, it);
    assertEquals(indistinguishable, claim.holds(proof), index + " in " + otherSize);
  }

  @Test
  void consistency() {
    everySize(
        second -> {
          TreeHead head = heads.get(second);
          for (int first = 0; first <= second; first++) {
            TreeHead old = heads.get(first);
            Claim claim = proof -> ProofVerifier.consistency(old, head, proof);
            refuseDamage(claim, prover.consistency(first, second), 1);
          }
        });
  }

  @Test
  void consistencyOfAFlippedRoot() {
    for (int second = 1; second <= MAX; second++) {
      for (int first = 1; first <= second; first++) {
        List<Hash> proof = prover.consistency(first, second);
        for (int bit = first % 16; bit < 256; bit += 16) {
          TreeHead old = heads.get(first);
          TreeHead head = heads.get(second);
          TreeHead otherOld = new TreeHead(first, Flip.bit(old.root(), bit));
          TreeHead otherHead = new TreeHead(second, Flip.bit(head.root(), bit));
          refuse(it -> ProofVerifier.consistency(otherOld, head, it), proof);
          refuse(it -> ProofVerifier.consistency(old, otherHead, it), proof);
        }
      }
    }
  }

  @Test
  void consistencyAtANeighbouringSize() {
    for (int second = 1; second <= MAX; second++) {
      for (int first = 1; first <= second; first++) {
        List<Hash> proof = prover.consistency(first, second);
        for (int[] sizes :
            new int[][] {
              {first - 1, second}, {first + 1, second}, {first, second - 1}, {first, second + 1}
            }) {
          TreeHead old = heads.get(sizes[0]);
          TreeHead head = heads.get(sizes[1]);
          boolean sameProof =
              sizes[0] <= sizes[1] && proof.equals(reference.proof(sizes[0], sizes[1]));
          Claim claim = it -> ProofVerifier.consistency(old, head, it);
          assertEquals(sameProof, claim.holds(proof), sizes[0] + " in " + sizes[1]);
        }
      }
    }
  }

  @Test
  void subtrees() {
    everySize(
        size -> {
          for (int end = 0; end <= size; end++) {
            for (int start = 1; start <= end; start++) {
              if (Subtree.isValid(start, end)) {
                refuseDamagedSubtree(new Subtree(start, end), size);
              }
            }
          }
        });
  }

  private void refuseDamagedSubtree(Subtree subtree, int size) {
    TreeHead head = heads.get(size);
    Hash root = prover.root(subtree);
    List<Hash> proof = prover.subtree(subtree, size);
    refuseDamage(it -> ProofVerifier.subtree(subtree, root, head, it), proof, 32);
    Hash flipped = Flip.bit(root, size);
    refuse(it -> ProofVerifier.subtree(subtree, flipped, head, it), proof);
  }

  @Test
  void subtreeBeyondTheTree() {
    Subtree subtree = new Subtree(4, 6);
    refuse(it -> ProofVerifier.subtree(subtree, OTHER, heads.get(5), it), List.of());
  }

  @Test
  void anEndlessProofIsRefusedUnread() {
    List<Hash> endless = Collections.nCopies(Integer.MAX_VALUE, OTHER);
    TreeHead head = heads.get(MAX);
    refuse(it -> ProofVerifier.inclusion(0, OTHER, head, it), endless);
    refuse(it -> ProofVerifier.consistency(heads.get(5), head, it), endless);
    refuse(it -> ProofVerifier.consistency(TreeHead.EMPTY, head, it), endless);
    refuse(it -> ProofVerifier.subtree(new Subtree(8, 13), OTHER, head, it), endless);
  }
}
