package dev.cairn.witness.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Logs to be added. */
record Addition(List<NewLog> logs, CompletableFuture<Integer> done) implements Work {
  @Override
  public int rows() {
    // The log and its head.
    return 2 * logs.size();
  }

  @Override
  public int write(Writing writing) {
    int added = 0;
    for (NewLog log : logs) {
      added += writing.add(log) ? 1 : 0;
    }
    return added;
  }
}
