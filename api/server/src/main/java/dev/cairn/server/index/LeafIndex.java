package dev.cairn.server.index;

import dev.cairn.server.follow.Progress;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.StoreException;
import dev.cairn.tree.merkle.Hash;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** Finds entries of one log by their leaf hashes. Safe for any number of threads. */
public final class LeafIndex implements AutoCloseable {
  private final LogStore store;
  private final Lookup lookup = new Lookup();
  private final Progress<IndexStoppedException> progress =
      new Progress<>(IndexStoppedException::new);
  private final LeafIndexer indexer;

  private LeafIndex(String name, RunFolder folder, LogStore store) {
    this.store = store;
    this.indexer = new LeafIndexer(name, folder, store, lookup, progress);
  }

  /**
   * Starts following a log. What the folder has of it is used; what it lacks, or has wrong, is
   * built anew in the background.
   *
   * @param name names the thread and the log in messages
   * @param folder has nothing else in it; made if it is missing
   * @param store outlives this
   */
  public static LeafIndex start(String name, Path folder, LogStore store) {
    return start(name, RunFolder.toWrite(folder), store);
  }

  /**
   * As {@link #start}, without touching a file. What the folder lacks is kept in memory, within
   * bounds; beyond them entries are not found, and {@link #find} says why.
   *
   * @param folder may be missing
   * @param store grows no more
   */
  public static LeafIndex startReadOnly(String name, Path folder, LogStore store) {
    return start(name, RunFolder.toRead(folder), store);
  }

  private static LeafIndex start(String name, RunFolder folder, LogStore store) {
    LeafIndex index = new LeafIndex(name, folder, store);
    index.indexer.start();
    return index;
  }

  /** To be called after each commit; returns at once. */
  public void grown() {
    indexer.wake();
  }

  /** Entries up to this size of the log are found; the others may be. */
  public long indexedSize() {
    return progress.size();
  }

  /**
   * Completes once entries up to {@code size} are found: at once, or on the indexing thread, which
   * must not be held up. Fails with {@link IndexStoppedException} if that will not be.
   */
  public CompletableFuture<Void> whenIndexed(long size) {
    return progress.reached(size);
  }

  /**
   * The lowest index of an entry with that leaf hash. Checked against the stored leaf hash.
   *
   * @throws IndexStoppedException if the index is of no more use
   * @throws StoreException if the store cannot be read
   */
  public OptionalLong find(Hash leafHash) {
    OptionalLong found = lookup.find(leafHash);
    if (found.isEmpty()) {
      progress
          .end()
          .ifPresent(
              stopped -> {
                throw stopped;
              });
      return found;
    }
    long index = found.getAsLong();
    return store.read(
        view ->
            index < view.head().size()
                    && view.leafHashes(index, index + 1).getFirst().equals(leafHash)
                ? found
                : OptionalLong.empty());
  }

  /** Stops following and lets go of the files. */
  @Override
  public void close() {
    indexer.close();
  }
}
