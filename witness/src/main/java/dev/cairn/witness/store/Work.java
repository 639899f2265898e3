package dev.cairn.witness.store;

import java.util.concurrent.CompletableFuture;

/** What waits to be written, and whoever waits for it. */
sealed interface Work permits Replacement, Addition {
  /** Writes; returns how many rows it was allowed to change. To be called again after a failure. */
  int write(Writing writing);

  /** The most rows that it changes. */
  int rows();

  /** Completed with what {@link #write} returned, once that is durable. */
  CompletableFuture<Integer> done();
}
