package dev.cairn.server.store;

import dev.cairn.server.store.StoreException.Kind;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHead;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;

/** A store in memory, for tests. What is public here can be damaged on purpose. */
public final class MemoryLogStore implements LogStore {
  /**
   * The entries; an empty one stands for one that cannot be read. Views share them: they only grow,
   * and a view ends at its head.
   */
  public final List<byte[]> entries = Collections.synchronizedList(new ArrayList<>());

  /** The hashes of each stored level, from the lowest on. Views share them as well. */
  public final List<List<Hash>> hashes = new ArrayList<>();

  /** The idempotency keys; replaced by each commit that has some. */
  public volatile Map<String, KeyUse> keys = Map.of();

  /** The notes of the checkpoints by size; replaced by each commit that has some. */
  public volatile NavigableMap<Long, byte[]> checkpoints = new TreeMap<>();

  private final int keptCheckpoints;
  private volatile TreeHead head = TreeHead.EMPTY;
  private boolean closed;
  private boolean full;

  /** A store that keeps the last 100,000 checkpoints. */
  public MemoryLogStore() {
    this(100_000);
  }

  /** A store that keeps the last {@code keptCheckpoints}. */
  public MemoryLogStore(int keptCheckpoints) {
    this.keptCheckpoints = keptCheckpoints;
    for (int level = 0; level <= HashRun.MAX_LEVEL; level += HashRun.SPACING) {
      hashes.add(Collections.synchronizedList(new ArrayList<>()));
    }
  }

  /** Sets the head, without regard to what there is. */
  public synchronized void head(TreeHead damaged) {
    head = damaged;
  }

  /** Has commits refused as by a full disk, or no longer. */
  public synchronized void full(boolean isFull) {
    full = isFull;
  }

  @Override
  public void requireRoom(long bytes) {}

  @Override
  public TreeHead head() {
    return head;
  }

  @Override
  public synchronized void commit(Commit commit) {
    requireOpen();
    if (full) {
      throw new StoreException(Kind.FULL, "the disk is full");
    }
    if (!commit.expected().equals(head)) {
      throw new StoreException(Kind.HEAD_MOVED, "the store is at " + head);
    }
    for (String key : commit.keys().keySet()) {
      if (keys.containsKey(key)) {
        throw new IllegalArgumentException("the idempotency key " + key + " is in use");
      }
    }
    entries.addAll(commit.entries());
    commit.hashes().forEach(run -> hashes.get(run.level() / HashRun.SPACING).addAll(run.hashes()));
    if (!commit.keys().isEmpty()) {
      Map<String, KeyUse> more = new HashMap<>(keys);
      more.putAll(commit.keys());
      keys = more;
    }
    if (!commit.checkpoints().isEmpty()) {
      checkpoints = withNewest(commit.checkpoints());
    }
    head = commit.next();
  }

  @Override
  public <T> T read(Function<Snapshot, T> reading) {
    MemorySnapshot snapshot = snapshot();
    try {
      return reading.apply(snapshot);
    } finally {
      snapshot.end();
    }
  }

  private NavigableMap<Long, byte[]> withNewest(List<PublishedCheckpoint> more) {
    NavigableMap<Long, byte[]> all = new TreeMap<>(checkpoints);
    more.forEach(each -> all.put(each.size(), each.note()));
    while (all.size() > keptCheckpoints) {
      all.pollFirstEntry();
    }
    return all;
  }

  private synchronized MemorySnapshot snapshot() {
    requireOpen();
    return new MemorySnapshot(head, entries, hashes, keys, checkpoints);
  }

  private void requireOpen() {
    if (closed) {
      throw new StoreException(Kind.IO, "the store is closed");
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
  }
}
