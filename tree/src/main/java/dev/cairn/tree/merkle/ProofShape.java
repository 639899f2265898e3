package dev.cairn.tree.merkle;

/**
 * Which hashes a subtree proof consists of: it follows the path from a node on the right edge of
 * the subtree up to the root. Known from the positions alone, before anything is hashed.
 *
 * <p>Draft-ietf-plants-merkle-tree-certs, "Consistency Proof Structure" and "Verifying a Subtree
 * Consistency Proof".
 *
 * @param startsAtSubtree whether the path starts at the subtree's own root, which the verifier
 *     knows; otherwise the proof begins with the hash of the node where it starts
 * @param level level of the node where the path starts
 * @param index index of that node on its level
 * @param inner number of steps, from the start, on which the path has a sibling to the right or to
 *     the left, by the bit of {@code index}; after them the path is the right edge of the tree and
 *     has siblings to the left only
 * @param subtreeHeight number of steps, from the start, that stay inside the subtree
 */
record ProofShape(boolean startsAtSubtree, int level, long index, int inner, int subtreeHeight) {

  /** The proof of a subtree with at least one leaf in a tree of {@code size >= subtree.end()}. */
  static ProofShape of(Subtree subtree, long size) {
    long last = subtree.end() - 1;
    int height = Bits.length(subtree.start() ^ last);
    // The root of a subtree is a node of the tree if it is complete or lies on the right edge.
    // Otherwise the largest complete node at the subtree's right end is the highest they share.
    int complete = Long.numberOfTrailingZeros(subtree.end());
    boolean startsAtSubtree = subtree.end() == size || complete >= height;
    int level = startsAtSubtree ? height : complete;
    long index = last >>> level;
    int inner = Bits.length(index ^ ((size - 1) >>> level));
    return new ProofShape(startsAtSubtree, level, index, inner, height - level);
  }

  /** Number of hashes in the proof: at most 64, and at most 63 if it starts at the subtree. */
  int length() {
    return (startsAtSubtree ? 0 : 1) + inner + Long.bitCount(index >>> inner);
  }

  /** Whether the path passes step {@code step} without a sibling: the tree ends there. */
  boolean skips(int step) {
    return step >= inner && !siblingIsLeft(step);
  }

  /** Whether the sibling at {@code step} lies to the left of the path. */
  boolean siblingIsLeft(int step) {
    return (index >>> step & 1) == 1;
  }
}
