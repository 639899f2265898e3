package dev.cairn.server.collect;

import dev.cairn.server.sequence.AppendOutcome;

/** Is told what became of an event. */
@FunctionalInterface
public interface Decided {
  /**
   * Called once.
   *
   * @param entry what the collector made of the event, whether or not it was appended
   */
  void accept(byte[] entry, AppendOutcome outcome);
}
