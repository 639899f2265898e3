package dev.cairn.server.sequence;

import dev.cairn.server.store.PublishedCheckpoint;
import java.util.concurrent.CompletableFuture;

/** What the sequencer's queue holds. */
sealed interface Work {
  /** Entries to append. */
  record Entries(Append append) implements Work {}

  /** A checkpoint for the history; it waits for the next commit and causes none at once. */
  record Published(PublishedCheckpoint checkpoint) implements Work {}

  /** Done once all work before it is decided. */
  record Barrier(CompletableFuture<Void> reached) implements Work {}

  /** The last work there is. */
  record End() implements Work {}
}
