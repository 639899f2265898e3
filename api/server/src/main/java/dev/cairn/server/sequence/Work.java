package dev.cairn.server.sequence;

import java.util.concurrent.CompletableFuture;

/** What the sequencer's queue holds. */
sealed interface Work {
  /** Entries to append. */
  record Entries(Append append) implements Work {}

  /** Done once all work before it is decided and stored. */
  record Barrier(CompletableFuture<Void> reached) implements Work {}

  /** The last work there is. */
  record End() implements Work {}
}
