package dev.cairn.server.log;

import dev.cairn.server.store.Commit;
import dev.cairn.server.store.CountedStore;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.Snapshot;
import dev.cairn.server.store.StoreException;
import dev.cairn.tree.merkle.TreeHead;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A store whose reads are watched: the one that the operating system fails is the last that the log
 * should rely on. What fails in a commit, its writer knows.
 */
final class WatchedStore implements LogStore {
  private final Path folder;
  private final CountedStore store;
  private final CompletableFuture<StoreException> failure = new CompletableFuture<>();
  private volatile boolean closed;

  /** A store in a folder, which is named when it fails. */
  WatchedStore(Path folder, CountedStore store) {
    this.folder = folder;
    this.store = store;
  }

  /** The store behind this, and what is counted of it. */
  CountedStore counted() {
    return store;
  }

  /** Runs {@code then} after the first read that fails, on the thread that reads. */
  void whenReadFails(Consumer<StoreException> then) {
    var _ = failure.thenAccept(then);
  }

  @Override
  public TreeHead head() {
    return store.head();
  }

  @Override
  public void requireRoom(long bytes) {
    store.requireRoom(bytes);
  }

  @Override
  public void commit(Commit commit) {
    try {
      store.commit(commit);
    } catch (StoreException e) {
      throw e.kind() == StoreException.Kind.IO
          ? new StoreException(e.kind(), folder + ": " + e.getMessage(), e)
          : e;
    }
  }

  @Override
  public <T> T read(Function<Snapshot, T> reading) {
    try {
      return store.read(reading);
    } catch (StoreException e) {
      if (e.kind() == StoreException.Kind.IO && !closed) {
        failure.complete(new StoreException(e.kind(), folder + ": " + e.getMessage(), e));
      }
      throw e;
    }
  }

  @Override
  public void close() {
    closed = true;
    store.close();
  }
}
