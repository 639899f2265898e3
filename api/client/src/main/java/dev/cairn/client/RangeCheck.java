package dev.cairn.client;

import dev.cairn.tree.merkle.Frontier;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHead;
import java.util.List;

/**
 * Checks that runs of neighbouring entries are in the log at the indexes claimed, at the price of
 * one proof a run instead of one an entry.
 *
 * <p>The inclusion proof of a run's first entry holds every complete subtree to the left of it,
 * which is a frontier: appending the run's leaves to it gives the root of the tree that ends with
 * the run. That tree must be a prefix of the signed one. A run that begins where the last one ended
 * needs no inclusion proof. For one thread.
 */
final class RangeCheck {
  private final Proofs proofs;
  private Frontier frontier = new Frontier();

  RangeCheck(Proofs proofs) {
    this.proofs = proofs;
  }

  /**
   * Checks one run.
   *
   * @param start index of the first leaf
   * @param leaves the leaf hashes, computed from the entries; at least one
   * @param head a signed head that covers the run
   */
  void check(long start, List<Hash> leaves, TreeHead head) throws LogException {
    Frontier extended =
        frontier.size() == start ? frontier.copy() : before(start, leaves.getFirst(), head);
    for (Hash leaf : leaves) {
      extended.append(leaf, (level, index, hash) -> {});
    }
    try {
      proofs.consistency(extended.head(), head);
    } catch (CheckFailedException e) {
      throw new CheckFailedException(
          "entries "
              + start
              + " to "
              + (extended.size() - 1)
              + " are not what the log signed: "
              + e.getMessage(),
          e);
    }
    frontier = extended;
  }

  private Frontier before(long start, Hash first, TreeHead head) throws LogException {
    List<Hash> proof = proofs.inclusion(start, first, head);
    return LeftEdge.of(start, head.size(), proof);
  }
}
