package dev.cairn.server.publish;

import dev.cairn.tree.checkpoint.SignedCheckpoint;

/** Remembers the newest published checkpoint apart from the log's store. */
@FunctionalInterface
public interface HeadMemory {
  /**
   * Remembers a checkpoint; durable once this returns.
   *
   * @throws java.io.UncheckedIOException if it is not, or if that is unknown
   */
  void remember(SignedCheckpoint checkpoint);
}
