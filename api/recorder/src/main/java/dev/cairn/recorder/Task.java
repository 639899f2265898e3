package dev.cairn.recorder;

import dev.cairn.recorder.delivery.Decision;
import dev.cairn.recorder.delivery.EventReceipt;
import dev.cairn.tree.note.SigningKey;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What the writer does, in the order in which it is asked. */
sealed interface Task {
  /** Spool an event. */
  record Spool(Offer offer) implements Task {}

  /**
   * Settle events, bury what was refused, and explain the sequences that will not come.
   *
   * @param end the position after the last of them
   * @param refused those that were refused
   * @param unused those whose sequences were not used
   */
  record Settle(long end, List<Decision.Refused> refused, List<Decision.Logged> unused)
      implements Task {}

  /** Name another key, and seal with it from then on. */
  record Rotate(SigningKey key, CompletableFuture<EventReceipt> receipt) implements Task {}

  /** Say when all that was asked before has its outcome. */
  record Flush(CompletableFuture<Void> done) implements Task {}

  /** End. */
  record Stop() implements Task {}
}
