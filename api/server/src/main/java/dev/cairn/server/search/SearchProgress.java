package dev.cairn.server.search;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;

/** How far the index has come, and who waits for it. */
final class SearchProgress {
  private final ConcurrentSkipListMap<Long, CompletableFuture<Void>> waiting =
      new ConcurrentSkipListMap<>();
  private volatile long size;
  private volatile Optional<SearchStoppedException> end = Optional.empty();

  long size() {
    return size;
  }

  /** Why there will be no further progress, if so. */
  Optional<SearchStoppedException> end() {
    return end;
  }

  /** Completes once the size is reached, and fails once it never will be. */
  CompletableFuture<Void> reached(long wanted) {
    CompletableFuture<Void> future =
        waiting.computeIfAbsent(wanted, _ -> new CompletableFuture<>());
    // Told again, because both may have happened before anybody knew of this one.
    tell();
    return future.copy();
  }

  /** Goes to a size; back only if the index is built anew. */
  void reach(long reached) {
    size = reached;
    tell();
  }

  /** Ends all progress. */
  void end(String reason) {
    end = Optional.of(new SearchStoppedException(reason));
    tell();
  }

  private void tell() {
    Map.Entry<Long, CompletableFuture<Void>> first = waiting.firstEntry();
    while (first != null && (first.getKey() <= size || end.isPresent())) {
      waiting.remove(first.getKey(), first.getValue());
      if (end.isPresent()) {
        first.getValue().completeExceptionally(end.get());
      } else {
        first.getValue().complete(null);
      }
      first = waiting.firstEntry();
    }
  }
}
