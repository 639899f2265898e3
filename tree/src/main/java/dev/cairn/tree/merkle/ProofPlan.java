package dev.cairn.tree.merkle;

import java.util.ArrayList;
import java.util.List;

/**
 * The complete nodes from which a proof is made, in the order of the proof. At most one hash of a
 * proof is incomplete, the sibling that reaches the right edge of the tree; it appears here as the
 * complete nodes {@code [edgeStart, edgeEnd)} from which it is folded.
 */
record ProofPlan(List<Node> nodes, int edgeStart, int edgeEnd) {

  /**
   * The proof that {@code subtree} is part of {@code tree}, itself a subtree of the log's tree.
   * Aligned as both are, the nodes of the inner tree are nodes of the log's tree.
   */
  static ProofPlan of(Subtree subtree, Subtree tree) {
    long origin = tree.start();
    ProofShape shape =
        ProofShape.of(new Subtree(subtree.start() - origin, subtree.end() - origin), tree.size());
    List<Node> nodes = new ArrayList<>(shape.length() + Long.bitCount(tree.size()));
    if (!shape.startsAtSubtree()) {
      nodes.add(node(shape.level(), shape.index(), origin));
    }
    int edgeStart = 0;
    int edgeEnd = 0;
    for (int step = 0, left = shape.length() - nodes.size(); left > 0; step++) {
      if (shape.skips(step)) {
        continue;
      }
      left--;
      int level = shape.level() + step;
      long index = shape.index() >>> step;
      if (shape.siblingIsLeft(step)) {
        nodes.add(node(level, index - 1, origin));
      } else {
        edgeStart = nodes.size();
        long from = origin + ((index + 1) << level);
        long width = Math.min(1L << level, tree.end() - from);
        nodes.addAll(new Subtree(from, from + width).nodes());
        edgeEnd = nodes.size();
      }
    }
    return new ProofPlan(nodes, edgeStart, edgeEnd);
  }

  private static Node node(int level, long index, long origin) {
    return new Node(level, (origin >>> level) + index);
  }

  /** The proof, given the hashes of {@link #nodes}. */
  List<Hash> fold(List<Hash> hashes) {
    if (edgeEnd - edgeStart <= 1) {
      return List.copyOf(hashes);
    }
    List<Hash> proof = new ArrayList<>(hashes);
    List<Hash> edge = proof.subList(edgeStart, edgeEnd);
    Hash folded = new TreeHasher().fold(edge);
    edge.clear();
    proof.add(edgeStart, folded);
    return List.copyOf(proof);
  }
}
