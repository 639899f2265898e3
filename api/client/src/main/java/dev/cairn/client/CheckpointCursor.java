package dev.cairn.client;

import dev.cairn.tree.checkpoint.SignedCheckpoint;
import java.util.Optional;

/**
 * Checkpoints in ascending order of size, each admitted before it is given: signed by the log, and
 * proved to be of one history with the remembered one. For one thread, but {@link #close}.
 */
public interface CheckpointCursor extends AutoCloseable {
  /**
   * Waits for the next checkpoint.
   *
   * @return empty at the end of a list, or once closed
   */
  Optional<SignedCheckpoint> next() throws LogException;

  /** Ends the stream. Whoever waits in {@link #next} gets nothing more. For any thread. */
  @Override
  void close();
}
