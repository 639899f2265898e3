package dev.cairn.server.store;

import dev.cairn.tree.lanes.BatchHasher;
import dev.cairn.tree.lanes.Lanes;
import dev.cairn.tree.merkle.Frontier;
import dev.cairn.tree.merkle.HashList;
import dev.cairn.tree.merkle.TreeHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A log's tree as it grows: makes the commits that write its entries, one after the other. Belongs
 * to one thread at a time.
 */
public final class TreeGrowth {
  private final Frontier frontier;
  private final BatchHasher hasher;
  private TreeHead head;

  /** A log that begins. */
  public TreeGrowth() {
    this(new Frontier(), Lanes.newHasher(), TreeHead.EMPTY);
  }

  private TreeGrowth(Frontier frontier, BatchHasher hasher, TreeHead head) {
    this.frontier = frontier;
    this.hasher = hasher;
    this.head = head;
  }

  /**
   * Continues the log in {@code store}.
   *
   * @throws StoreException of kind {@code CORRUPT} if its nodes do not have its head
   */
  public static TreeGrowth of(LogStore store) {
    Frontier frontier =
        store.read(
            view -> {
              Frontier edge = Frontier.load(view.head().size(), view);
              if (!edge.head().equals(view.head())) {
                throw new StoreException(
                    StoreException.Kind.CORRUPT,
                    "the stored tree has another root than its head; run cairn fsck");
              }
              return edge;
            });
    return new TreeGrowth(frontier, Lanes.newHasher(), frontier.head());
  }

  /** The head after the last commit that was made. */
  public TreeHead head() {
    return head;
  }

  /** An independent growth from the same tree, which shares the hasher, and so the thread. */
  public TreeGrowth copy() {
    return new TreeGrowth(frontier.copy(), hasher, head);
  }

  /** The leaf hashes of entries. */
  public HashList leaves(List<byte[]> entries) {
    return HashList.leaves(entries, hasher);
  }

  /** The next commit, of entries alone. */
  public Commit next(List<byte[]> entries) {
    return next(entries, Map.of());
  }

  /** The next commit, of entries and the idempotency keys that they used. */
  public Commit next(List<byte[]> entries, Map<String, KeyUse> keys) {
    return next(entries, leaves(entries), keys);
  }

  /**
   * The next commit.
   *
   * @param leaves the entries' leaf hashes
   * @param keys the idempotency keys used by these entries
   */
  public Commit next(List<byte[]> entries, HashList leaves, Map<String, KeyUse> keys) {
    TreeHead before = head;
    List<HashRun> runs = new ArrayList<>();
    frontier.append(
        leaves,
        hasher,
        HashRun.SPACING,
        (level, first, hashes) -> runs.add(new HashRun(level, first, hashes)));
    head = frontier.head();
    return new Commit(before, head, entries, runs, keys, List.of());
  }
}
