package dev.cairn.tree.merkle;

import java.util.List;

/**
 * Makes proofs and roots of any size that the tree has reached, from hashes that a store keeps. A
 * proof costs one call to the reader and a few hash computations. Safe for several threads if its
 * reader is.
 *
 * <p>Positions are the caller's to check: one outside of the tree is an {@link
 * IllegalArgumentException} as far as it contradicts the given size, and is otherwise up to the
 * reader.
 */
public final class Prover {
  private final HashReader hashes;

  /**
   * @param hashes reads the complete nodes of one tree
   */
  public Prover(HashReader hashes) {
    this.hashes = hashes;
  }

  /**
   * The proof that a leaf is in the tree of the first {@code size} leaves, the leaf's sibling
   * first: {@code PATH(index, D[0:size])} of RFC 6962 §2.1.1.
   *
   * @return 0 to 63 hashes
   * @throws IllegalArgumentException unless {@code 0 <= index < size}
   */
  public List<Hash> inclusion(long index, long size) {
    return inclusion(index, new Subtree(0, size));
  }

  /**
   * The proof that a leaf is in a subtree, taken as a tree of its own: {@code PATH(index - start,
   * D[start:end])}. It is verified as the inclusion of {@code index - start} in {@code
   * subtree.size()} leaves.
   *
   * @throws IllegalArgumentException unless {@code start <= index < end}
   */
  public List<Hash> inclusion(long index, Subtree subtree) {
    if (index < subtree.start() || index >= subtree.end()) {
      throw new IllegalArgumentException("index " + index + " is not in " + subtree);
    }
    return prove(new Subtree(index, index + 1), subtree);
  }

  /**
   * The proof that the tree of {@code first} leaves is a prefix of the tree of {@code second}:
   * {@code PROOF(first, D[0:second])} of RFC 6962 §2.1.2.
   *
   * @return 0 to 64 hashes; none if {@code first} is 0 or equals {@code second}
   * @throws IllegalArgumentException unless {@code 0 <= first <= second}
   */
  public List<Hash> consistency(long first, long second) {
    return subtree(new Subtree(0, first), second);
  }

  /**
   * The proof that a subtree is part of the tree of the first {@code size} leaves: {@code
   * SUBTREE_PROOF(start, end, D[0:size])} of draft-ietf-plants-merkle-tree-certs.
   *
   * @return 0 to 64 hashes; none if the subtree is empty or the whole tree
   * @throws IllegalArgumentException if the subtree ends beyond the tree
   */
  public List<Hash> subtree(Subtree subtree, long size) {
    if (subtree.end() > size) {
      throw new IllegalArgumentException(subtree + " ends beyond size " + size);
    }
    return prove(subtree, new Subtree(0, size));
  }

  /**
   * Root of the first {@code size} leaves: {@code MTH(D[0:size])}.
   *
   * @throws IllegalArgumentException if the size is negative
   */
  public Hash root(long size) {
    return root(new Subtree(0, size));
  }

  /** Root of a subtree: {@code MTH(D[start:end])}. */
  public Hash root(Subtree subtree) {
    return new TreeHasher().fold(read(hashes, subtree.nodes()));
  }

  /**
   * The tree head at {@code size}.
   *
   * @throws IllegalArgumentException if the size is negative
   */
  public TreeHead head(long size) {
    return new TreeHead(size, root(size));
  }

  private List<Hash> prove(Subtree subtree, Subtree tree) {
    if (subtree.isEmpty()) {
      return List.of();
    }
    ProofPlan plan = ProofPlan.of(subtree, tree);
    return plan.fold(read(hashes, plan.nodes()));
  }

  /**
   * The hashes of all nodes, by one call to the reader; by none if there are no nodes.
   *
   * @throws IllegalStateException if the reader gives another number of hashes
   */
  static List<Hash> read(HashReader hashes, List<Node> nodes) {
    if (nodes.isEmpty()) {
      return List.of();
    }
    List<Hash> read = hashes.read(nodes);
    if (read.size() != nodes.size()) {
      throw new IllegalStateException(
          "asked for " + nodes.size() + " hashes, the store gave " + read.size());
    }
    return read;
  }
}
