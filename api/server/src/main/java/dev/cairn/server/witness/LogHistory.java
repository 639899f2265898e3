package dev.cairn.server.witness;

import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHead;
import java.util.List;
import java.util.Optional;

/** What the log itself knows of its published history. Safe for several threads. */
public interface LogHistory {
  /** The newest published checkpoint. */
  SignedCheckpoint newest();

  /** The head at a size of at most the newest's, proved to be a prefix of it. */
  TreeHead head(long size);

  /** The head that the store has at a size, also beyond the newest that is published. */
  Optional<TreeHead> stored(long size);

  /** Whether the log has declared that it lost exactly this head. */
  boolean isDeclaredLost(TreeHead head);

  /** The proof that the tree of {@code first} is a prefix of that of {@code second}. */
  List<Hash> consistency(long first, long second);
}
