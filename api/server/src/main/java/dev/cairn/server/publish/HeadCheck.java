package dev.cairn.server.publish;

import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.Snapshot;
import dev.cairn.server.store.StoreException;
import dev.cairn.tree.merkle.Frontier;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.HashList;
import dev.cairn.tree.merkle.Prover;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.merkle.TreeHead;

/**
 * Whether a head may be signed: computed from the entries as the store gives them back, on top of
 * the last signed head, by another way of hashing than the one that made the head. What was
 * written, rather than what was to be written, is signed. For one thread.
 */
public final class HeadCheck {
  private static final int STRETCH_ENTRIES = 4_096;
  private static final int STRETCH_BYTES = 1 << 20;

  private final LogStore store;
  private final TreeHasher hasher = new TreeHasher();
  private Frontier checked;

  private HeadCheck(LogStore store, Frontier checked) {
    this.store = store;
    this.checked = checked;
  }

  /**
   * A check that goes on from a signed head.
   *
   * @throws StoreException if the store's nodes do not have its root, or cannot be read
   */
  public static HeadCheck after(LogStore store, TreeHead signed) {
    Frontier frontier = store.read(view -> Frontier.load(signed.size(), view));
    if (!frontier.head().equals(signed)) {
      throw corrupt("the nodes in the store are not those of the signed head " + signed.size());
    }
    return new HeadCheck(store, frontier);
  }

  /**
   * Checks a head of the store, at least as large as the one before. It takes a few tenths of a
   * microsecond for each new entry, and several short readings.
   *
   * @throws StoreException of kind {@code CORRUPT} if the entries up to it, or the nodes, are not
   *     those of the head: it must not be signed. The message names the first index that is wrong,
   *     if one is.
   */
  public void check(TreeHead head) {
    Frontier next = checked.copy();
    while (next.size() < head.size()) {
      long before = next.size();
      store.read(view -> read(view, head.size(), next));
      if (next.size() == before) {
        throw corrupt("entry " + before + " is missing in the store");
      }
    }
    if (!next.head().equals(head)) {
      throw corrupt(
          "the entries [%d, %d) in the store do not make the head that was committed"
              .formatted(checked.size(), head.size()));
    }
    Hash stored = store.read(view -> new Prover(view).root(head.size()));
    if (!stored.equals(head.root())) {
      throw corrupt(
          "nodes in the store at the edge of the tree of size %d are not those of its entries"
              .formatted(head.size()));
    }
    checked = next;
  }

  private boolean read(Snapshot view, long size, Frontier next) {
    long start = next.size();
    long end = Math.min(size, start + STRETCH_ENTRIES);
    if (view.head().size() < end) {
      throw corrupt(
          "the store has %d entries of the %d that were committed"
              .formatted(view.head().size(), size));
    }
    HashList stored = view.leafHashes(start, end);
    long[] room = {STRETCH_BYTES};
    view.entries(
        start,
        end,
        (index, entry) -> {
          Hash leaf = hasher.leaf(entry);
          if (index != next.size() || !leaf.equals(stored.get((int) (index - start)))) {
            throw corrupt("entry " + index + " in the store is not what was committed");
          }
          next.append(leaf, (_, _, _) -> {});
          room[0] -= entry.length;
          return room[0] > 0;
        });
    return true;
  }

  private static StoreException corrupt(String message) {
    return new StoreException(StoreException.Kind.CORRUPT, message);
  }
}
