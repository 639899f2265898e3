package dev.cairn.tree.merkle;

import dev.cairn.tree.VerificationException;
import java.util.List;
import java.util.function.Supplier;

/**
 * Checks proofs of strangers. The number of hashes that a proof must have follows from the
 * positions alone; one with any other number is refused before anything is hashed, however long it
 * is.
 *
 * <p>A tree head is trusted here: its size and root must come from the same verified checkpoint. A
 * root with a made-up size may well satisfy a proof.
 */
public final class ProofVerifier {
  private ProofVerifier() {}

  /**
   * Checks that the tree has {@code leaf} at {@code index} (RFC 6962 §2.1.1).
   *
   * @param index as claimed; any value may be given
   * @param proof as from {@link Prover#inclusion(long, long)}
   * @throws VerificationException if it does not hold
   */
  public static void inclusion(long index, Hash leaf, TreeHead head, List<Hash> proof)
      throws VerificationException {
    checkIndex(index, head.size());
    verify(
        new Subtree(index, index + 1),
        leaf,
        head,
        proof,
        () -> claimOfInclusion(index, head.size()));
  }

  /**
   * The root that an inclusion proof leads to. It says nothing by itself: only once size and root
   * together are found to be authentic is the leaf at {@code index} of that tree.
   *
   * @param index as claimed; any value may be given
   * @param size as claimed; any value may be given
   * @throws VerificationException if the index is not below the size, or the proof has not the
   *     length that both demand
   */
  public static Hash inclusionRoot(long index, Hash leaf, long size, List<Hash> proof)
      throws VerificationException {
    checkIndex(index, size);
    ProofShape shape = ProofShape.of(new Subtree(index, index + 1), size);
    checkLength(proof, shape.length(), () -> claimOfInclusion(index, size));
    TreeHasher hasher = new TreeHasher();
    Hash root = leaf;
    int used = 0;
    for (int step = 0; used < proof.size(); step++) {
      if (!shape.skips(step)) {
        Hash sibling = proof.get(used++);
        root = shape.siblingIsLeft(step) ? hasher.node(sibling, root) : hasher.node(root, sibling);
      }
    }
    return root;
  }

  private static void checkIndex(long index, long size) throws VerificationException {
    if (index < 0 || index >= size) {
      throw new VerificationException(
          "index " + Long.toUnsignedString(index) + " is not below size " + size);
    }
  }

  private static String claimOfInclusion(long index, long size) {
    return "inclusion of index " + index + " in size " + size;
  }

  /**
   * Checks that the leaves of {@code first} are the first leaves of {@code second} (RFC 6962
   * §2.1.2). Two heads of one size must be equal: otherwise the log has shown two histories.
   *
   * @param proof as from {@link Prover#consistency}; empty if the first tree is empty or both sizes
   *     are equal
   * @throws VerificationException if it does not hold
   */
  public static void consistency(TreeHead first, TreeHead second, List<Hash> proof)
      throws VerificationException {
    if (first.size() > second.size()) {
      throw new VerificationException(
          "size " + first.size() + " is larger than the later size " + second.size());
    }
    if (first.size() == second.size() && !first.root().equals(second.root())) {
      throw new VerificationException(
          "fork: size "
              + first.size()
              + " has two roots, "
              + first.root()
              + " and "
              + second.root());
    }
    verify(
        new Subtree(0, first.size()),
        first.root(),
        second,
        proof,
        () -> "consistency of size " + first.size() + " with size " + second.size());
  }

  /**
   * Checks that the leaves of a subtree are leaves of the tree, at the same indexes
   * (draft-ietf-plants-merkle-tree-certs, "Verifying a Subtree Consistency Proof").
   *
   * @param subtreeRoot as claimed for the subtree
   * @param proof as from {@link Prover#subtree}
   * @throws VerificationException if it does not hold
   */
  public static void subtree(Subtree subtree, Hash subtreeRoot, TreeHead head, List<Hash> proof)
      throws VerificationException {
    if (subtree.end() > head.size()) {
      throw new VerificationException("subtree " + subtree + " ends beyond size " + head.size());
    }
    verify(
        subtree,
        subtreeRoot,
        head,
        proof,
        () -> "consistency of subtree " + subtree + " with size " + head.size());
  }

  private static void verify(
      Subtree subtree, Hash subtreeRoot, TreeHead head, List<Hash> proof, Supplier<String> claim)
      throws VerificationException {
    if (subtree.isEmpty()) {
      checkLength(proof, 0, claim);
      check(subtreeRoot.equals(TreeHasher.EMPTY_ROOT), claim, "the root of nothing");
      return;
    }
    ProofShape shape = ProofShape.of(subtree, head.size());
    checkLength(proof, shape.length(), claim);

    TreeHasher hasher = new TreeHasher();
    int used = shape.startsAtSubtree() ? 0 : 1;
    Hash inSubtree = shape.startsAtSubtree() ? subtreeRoot : proof.getFirst();
    Hash inTree = inSubtree;
    for (int step = 0; used < proof.size(); step++) {
      if (shape.skips(step)) {
        continue;
      }
      Hash sibling = proof.get(used++);
      if (!shape.siblingIsLeft(step)) {
        inTree = hasher.node(inTree, sibling);
        continue;
      }
      inTree = hasher.node(sibling, inTree);
      if (step < shape.subtreeHeight()) {
        inSubtree = hasher.node(sibling, inSubtree);
      }
    }
    check(inSubtree.equals(subtreeRoot), claim, "the root it starts from");
    check(inTree.equals(head.root()), claim, "the root of the tree");
  }

  private static void checkLength(List<Hash> proof, int expected, Supplier<String> claim)
      throws VerificationException {
    if (proof.size() != expected) {
      throw new VerificationException(
          "the proof for the " + claim.get() + " has length " + proof.size() + ", not " + expected);
    }
  }

  private static void check(boolean equal, Supplier<String> claim, String root)
      throws VerificationException {
    if (!equal) {
      throw new VerificationException(
          "the proof for the " + claim.get() + " does not lead to " + root);
    }
  }
}
