package dev.cairn.backup.repair;

import dev.cairn.backup.copy.StoreFill;
import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.store.KeyUse;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.PublishedCheckpoint;
import dev.cairn.server.store.Snapshot;
import dev.cairn.server.store.StoreException;
import dev.cairn.server.store.lmdb.LmdbLogStore;
import dev.cairn.server.store.lmdb.StoreSalvage;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.HashList;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.merkle.TreeHead;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * What can still be read of a damaged store: through the store itself as long as its structure is
 * whole, and from what is left of the file otherwise. All of it is a claim.
 */
final class DamagedStore implements AutoCloseable {
  private static final int ENTRIES_AT_ONCE = 1_024;
  private static final int PAGE = 1_000;
  private static final int MAX_HEADS = 16;

  private final Optional<LogStore> store;
  private final Optional<StoreSalvage> salvage;
  private final String trouble;
  private final TreeHasher hasher = new TreeHasher();

  private DamagedStore(Optional<LogStore> store, Optional<StoreSalvage> salvage, String trouble) {
    this.store = store;
    this.salvage = salvage;
    this.trouble = trouble;
  }

  /**
   * Opens the folder's store, or what is left of it.
   *
   * @param pages told the number of pages that were looked at
   */
  static DamagedStore open(DataFolder folder, LongConsumer pages) {
    Optional<StoreSalvage> salvage = salvage(folder);
    try {
      LmdbLogStore.checkFile(folder.storeFolder(), pages);
      LogStore opened =
          LmdbLogStore.openReadOnly(folder.storeFolder(), folder.verifierKey().name());
      return new DamagedStore(Optional.of(opened), salvage, "");
    } catch (StoreException e) {
      return new DamagedStore(Optional.empty(), salvage, String.valueOf(e.getMessage()));
    }
  }

  private static Optional<StoreSalvage> salvage(DataFolder folder) {
    try {
      return Optional.of(StoreSalvage.open(folder.storeFolder()));
    } catch (StoreException _) {
      return Optional.empty(); // there is no file at all
    }
  }

  /** The store, if its structure is whole. */
  Optional<LogStore> store() {
    return store;
  }

  /** Why the store cannot be opened, if so. */
  String trouble() {
    return trouble;
  }

  /** The heads that it states, the largest first. */
  List<TreeHead> heads() {
    return store
        .map(readable -> List.of(readable.head()))
        .orElseGet(() -> salvage.map(StoreSalvage::heads).orElse(List.of()))
        .stream()
        .limit(MAX_HEADS)
        .toList();
  }

  /**
   * Whether it is known how many entries it had; if not, the heads may be those of earlier times.
   */
  boolean headIsKnown() {
    return salvage.map(StoreSalvage::hasNewestHead).orElse(false);
  }

  /** Whether it has an entry at an index that its head, as far as it is known, does not say. */
  boolean hasBeyondHead(long index) {
    return !headIsKnown() && surest(index).isPresent();
  }

  /** The number of entries that it states; 0 if it states none. */
  long size() {
    return heads().stream().findFirst().map(TreeHead::size).orElse(0L);
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
      entries.forEach(fill::addWithOwnKey);
      done.accept(fill.size());
    }
    return wrong;
  }

  /** Returns why it ended before {@code end}; empty if it did not. */
  private String collect(long start, long end, List<byte[]> entries) {
    String wrong = store.isPresent() ? read(store.get(), start, end, entries) : trouble;
    boolean more = true;
    while (more && start + entries.size() < end) {
      Optional<byte[]> found = likeliest(start + entries.size());
      found.ifPresent(entries::add);
      more = found.isPresent();
    }
    return more ? "" : wrong;
  }

  private String read(LogStore readable, long start, long end, List<byte[]> entries) {
    try {
      return readable.read(
          view -> {
            long last = Math.min(end, view.head().size());
            Optional<HashList> leaves = leaves(view, start, last);
            view.entries(
                start,
                last,
                (index, entry) ->
                    entries.add(
                        leaves.isEmpty() ? entry : better(index, entry, leaves.get(), start)));
            return end == last ? "" : "it is beyond the stored tree";
          });
    } catch (StoreException | IndexOutOfBoundsException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static Optional<HashList> leaves(Snapshot view, long start, long end) {
    try {
      return Optional.of(view.leafHashes(start, end));
    } catch (StoreException _) {
      return Optional.empty();
    }
  }

  /** Where an entry has not its leaf hash, a copy of it elsewhere in the file may have. */
  private byte[] better(long index, byte[] entry, HashList leaves, long start) {
    Hash wanted = leaves.get((int) (index - start));
    return hasher.leaf(entry).equals(wanted)
        ? entry
        : candidates(index).stream()
            .filter(candidate -> hasher.leaf(candidate).equals(wanted))
            .findFirst()
            .orElse(entry);
  }

  /** What has a leaf hash that is found, too; else what is found first. */
  private Optional<byte[]> likeliest(long index) {
    if (salvage.isEmpty()) {
      return Optional.empty();
    }
    return surest(index).or(() -> salvage.get().entries(index).stream().findFirst());
  }

  /** What has a leaf hash that is found, too. */
  private Optional<byte[]> surest(long index) {
    if (salvage.isEmpty()) {
      return Optional.empty();
    }
    List<Hash> hashes = salvage.get().leafHashes(index);
    return candidate(salvage.get().entries(index), hashes)
        .or(() -> candidate(salvage.get().lostEntries(index), hashes));
  }

  private Optional<byte[]> candidate(List<byte[]> candidates, List<Hash> hashes) {
    return candidates.stream()
        .filter(candidate -> hashes.contains(hasher.leaf(candidate)))
        .findFirst();
  }

  private List<byte[]> candidates(long index) {
    List<byte[]> found = new ArrayList<>();
    salvage.ifPresent(
        left -> {
          found.addAll(left.entries(index));
          found.addAll(left.lostEntries(index));
        });
    return found;
  }

  /**
   * Adds the idempotency keys of the entries that were added, as far as they can be read.
   *
   * @return whether all could be
   */
  boolean addKeys(StoreFill fill) {
    if (store.isPresent() && addStoredKeys(store.get(), fill)) {
      return true;
    }
    salvage.ifPresent(left -> left.keys((key, use) -> addKey(key, use, fill)));
    return false;
  }

  private static void addKey(String key, KeyUse use, StoreFill fill) {
    if (use.end() <= fill.size()) {
      fill.addKey(key, use);
    }
  }

  private static boolean addStoredKeys(LogStore readable, StoreFill fill) {
    try {
      Integer _ =
          readable.read(
              view -> {
                view.keys((key, use) -> addKey(key, use, fill));
                return 0;
              });
      return true;
    } catch (StoreException _) {
      return false;
    }
  }

  /** The kept checkpoints, as far as they can be read. */
  List<PublishedCheckpoint> checkpoints() {
    Map<Long, PublishedCheckpoint> found = new LinkedHashMap<>();
    if (store.isPresent()) {
      addStoredCheckpoints(store.get(), found);
    } else {
      salvage.ifPresent(
          left -> left.checkpoints().forEach(each -> found.putIfAbsent(each.size(), each)));
    }
    return List.copyOf(found.values());
  }

  private static void addStoredCheckpoints(
      LogStore readable, Map<Long, PublishedCheckpoint> found) {
    long next = 0;
    List<PublishedCheckpoint> page;
    do {
      long minSize = next;
      page = page(readable, minSize);
      page.forEach(each -> found.put(each.size(), each));
      next = page.isEmpty() ? next : Math.max(next, page.getLast().size()) + 1;
    } while (page.size() == PAGE);
  }

  private static List<PublishedCheckpoint> page(LogStore readable, long minSize) {
    try {
      return readable.read(view -> view.checkpoints(minSize, PAGE));
    } catch (StoreException _) {
      return List.of();
    }
  }

  @Override
  public void close() {
    store.ifPresent(LogStore::close);
    salvage.ifPresent(StoreSalvage::close);
  }
}
