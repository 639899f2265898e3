package dev.cairn.server.witness;

import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHead;
import java.util.List;

/** What the log itself knows of its published history. Safe for several threads. */
public interface LogHistory {
  /** The newest published checkpoint. */
  SignedCheckpoint newest();

  /** The head at a size of at most the newest's, proved to be a prefix of it. */
  TreeHead head(long size);

  /** The proof that the tree of {@code first} is a prefix of that of {@code second}. */
  List<Hash> consistency(long first, long second);
}
