package dev.cairn.tree.merkle;

import java.util.List;

/** Where proofs get their hashes from: the one way from this mathematics to a store. */
@FunctionalInterface
public interface HashReader {
  /**
   * The hashes of complete nodes, in the order asked for.
   *
   * <p>One proof makes one call, with at most 128 nodes. All hashes of a call come from one
   * unchanging state of the store.
   *
   * @param nodes nodes that the tree already has; asking for another is the caller's bug
   * @return exactly one hash for each node
   */
  List<Hash> read(List<Node> nodes);
}
