package dev.cairn.client;

import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Frontier;
import dev.cairn.tree.merkle.Hash;
import java.util.List;

/**
 * How far somebody has hashed the entries of a log.
 *
 * @param head the signed head that the entries were found to belong to
 * @param subtrees the roots of the complete subtrees that they make up, from left to right
 */
public record HashedEntries(SignedCheckpoint head, List<Hash> subtrees) {
  /**
   * @throws IllegalArgumentException if the subtrees do not make up the tree of the head
   */
  public HashedEntries {
    subtrees = List.copyOf(subtrees);
    if (!Frontier.of(head.head().size(), subtrees).root().equals(head.head().root())) {
      throw new IllegalArgumentException("the subtrees are not those of the signed head");
    }
  }

  /** The frontier to go on from. */
  public Frontier frontier() {
    return Frontier.of(head.head().size(), subtrees);
  }
}
