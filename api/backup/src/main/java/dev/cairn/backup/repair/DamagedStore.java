package dev.cairn.backup.repair;

import dev.cairn.backup.copy.StoreFill;
import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.store.KeyUse;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.PublishedCheckpoint;
import dev.cairn.server.store.StoreException;
import dev.cairn.server.store.lmdb.LmdbLogStore;
import dev.cairn.tree.merkle.TreeHead;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/** What can still be read of a damaged store. */
final class DamagedStore implements AutoCloseable {
  private static final int ENTRIES_AT_ONCE = 1_024;
  private static final int PAGE = 1_000;

  private final Optional<LogStore> store;
  private final String trouble;

  private DamagedStore(Optional<LogStore> store, String trouble) {
    this.store = store;
    this.trouble = trouble;
  }

  /** Opens the folder's store, unless the structure of its file is damaged. */
  static DamagedStore open(DataFolder folder, LongConsumer pages) {
    try {
      LmdbLogStore.checkFile(folder.storeFolder(), pages);
      LogStore opened =
          LmdbLogStore.openReadOnly(folder.storeFolder(), folder.verifierKey().name());
      return new DamagedStore(Optional.of(opened), "");
    } catch (StoreException e) {
      return new DamagedStore(Optional.empty(), String.valueOf(e.getMessage()));
    }
  }

  /** The store, if its structure is whole. */
  Optional<LogStore> store() {
    return store;
  }

  /** Why nothing can be read, if so. */
  String trouble() {
    return trouble;
  }

  /** The head that it states, if it does. */
  Optional<TreeHead> head() {
    return store.map(LogStore::head);
  }

  /** The entries of {@code [start, end)}, up to the first that cannot be read. */
  List<byte[]> entries(long start, long end) {
    List<byte[]> entries = new ArrayList<>();
    var _ = collect(start, end, entries);
    return entries;
  }

  /**
   * Adds entries up to {@code to}, or up to the first that cannot be read.
   *
   * @return why not all could be read; empty if they could
   */
  String addEntries(StoreFill fill, long to, LongConsumer done) {
    String wrong = "";
    while (wrong.isEmpty() && fill.size() < to) {
      long start = fill.size();
      List<byte[]> entries = new ArrayList<>();
      wrong = collect(start, Math.min(to, start + ENTRIES_AT_ONCE), entries);
      entries.forEach(fill::addWithEventKey);
      done.accept(fill.size());
    }
    return wrong;
  }

  /** Returns why it ended before {@code end}; empty if it did not. */
  private String collect(long start, long end, List<byte[]> entries) {
    if (store.isEmpty()) {
      return trouble;
    }
    try {
      LogStore readable = store.get();
      return readable.read(
          view -> {
            view.entries(start, Math.min(end, view.head().size()), (_, e) -> entries.add(e));
            return end <= view.head().size() ? "" : "it is beyond the stored tree";
          });
    } catch (StoreException | IndexOutOfBoundsException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /**
   * Adds the idempotency keys of the store's entries, up to the first that cannot be read.
   *
   * @return whether all could be
   */
  boolean addKeys(StoreFill fill) {
    if (store.isEmpty()) {
      return false;
    }
    // Not all at once: the store is read and written by turns.
    Map<String, KeyUse> keys = new LinkedHashMap<>();
    boolean all = true;
    try {
      LogStore readable = store.get();
      var _ =
          readable.read(
              view -> {
                view.keys(
                    (key, use) -> {
                      if (use.end() <= fill.size()) {
                        keys.put(key, use);
                      }
                      if (keys.size() >= PAGE) {
                        keys.forEach(fill::addKey);
                        keys.clear();
                      }
                    });
                return true;
              });
    } catch (StoreException _) {
      all = false;
    }
    keys.forEach(fill::addKey);
    return all;
  }

  /** The kept checkpoints from a size on, as far as they can be read. */
  List<PublishedCheckpoint> checkpoints(long minSize) {
    if (store.isEmpty()) {
      return List.of();
    }
    try {
      return store.get().read(view -> view.checkpoints(minSize, PAGE));
    } catch (StoreException _) {
      return List.of();
    }
  }

  @Override
  public void close() {
    store.ifPresent(LogStore::close);
  }
}
