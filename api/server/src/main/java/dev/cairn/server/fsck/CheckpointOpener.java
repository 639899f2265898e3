package dev.cairn.server.fsck;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.TreeHead;

/** Opens a signed note of the log that is checked. */
@FunctionalInterface
public interface CheckpointOpener {
  /**
   * The tree head that the note states under the log's signature.
   *
   * @throws MalformedException if it is no checkpoint
   * @throws VerificationException if the log did not sign it
   */
  TreeHead open(byte[] note) throws MalformedException, VerificationException;
}
