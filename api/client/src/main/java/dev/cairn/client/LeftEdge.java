package dev.cairn.client;

import dev.cairn.tree.merkle.Frontier;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes from an inclusion proof what lies to the left of the leaf. */
final class LeftEdge {
  private LeftEdge() {}

  /**
   * The frontier of the tree that ends before a leaf.
   *
   * @param proof the leaf's inclusion proof in the tree of {@code size}, verified
   */
  static Frontier of(long index, long size, List<Hash> proof) {
    Map<Integer, Hash> leftByLevel = new HashMap<>();
    int next = 0;
    long last = size - 1;
    for (int level = 0; last >>> level != 0; level++) {
      long position = index >>> level;
      if ((position & 1) == 1) {
        leftByLevel.put(level, proof.get(next++)); // the sibling to the left is complete
      } else if (position < last >>> level) {
        next++; // the sibling to the right
      }
    }
    return Frontier.load(
        index, nodes -> nodes.stream().map(node -> left(leftByLevel, node)).toList());
  }

  private static Hash left(Map<Integer, Hash> byLevel, Node node) {
    Hash hash = byLevel.get(node.level());
    if (hash == null) {
      throw new IllegalStateException("an inclusion proof holds the node " + node);
    }
    return hash;
  }
}
