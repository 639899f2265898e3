package dev.cairn.server.store;

import dev.cairn.tree.merkle.TreeHead;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * A store, and counts of what is done with it: how many readings are under way and since when, what
 * they found corrupt, how long commits take.
 */
public final class CountedStore implements LogStore {
  // More readings than a store takes at a time; those beyond would not be counted.
  private static final int PLACES = 256;
  private static final double NANOS_PER_SECOND = 1e9;

  private final LogStore store;
  private final SyncTimes commits = new SyncTimes();
  private final LongAdder corrupt = new LongAdder();
  // When each reading began; 0: the place is free.
  private final AtomicLongArray began = new AtomicLongArray(PLACES);

  /**
   * @param store closed with this
   */
  public CountedStore(LogStore store) {
    this.store = store;
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
    long start = System.nanoTime();
    store.commit(commit);
    commits.addSince(start);
  }

  @Override
  public <T> T read(Function<Snapshot, T> reading) {
    try {
      return store.read(view -> counted(reading, view));
    } catch (StoreException e) {
      if (e.kind() == StoreException.Kind.CORRUPT) {
        corrupt.increment();
      }
      throw e;
    }
  }

  private <T> T counted(Function<Snapshot, T> reading, Snapshot view) {
    int place = enter();
    try {
      return reading.apply(view);
    } finally {
      if (place < PLACES) {
        began.set(place, 0);
      }
    }
  }

  private int enter() {
    long now = System.nanoTime() | 1; // never 0
    int first = (int) Thread.currentThread().threadId();
    for (int i = 0; i < PLACES; i++) {
      int place = (first + i) & (PLACES - 1);
      if (began.get(place) == 0 && began.compareAndSet(place, 0, now)) {
        return place;
      }
    }
    return PLACES;
  }

  /** The store itself, for readings that are not to be counted. */
  public LogStore uncounted() {
    return store;
  }

  /** How many readings are under way. */
  public int readings() {
    int count = 0;
    for (int i = 0; i < PLACES; i++) {
      count += began.get(i) == 0 ? 0 : 1;
    }
    return count;
  }

  /** For how long the oldest reading has been under way, in seconds; 0 if there is none. */
  public double oldestReadingSeconds() {
    long now = System.nanoTime();
    long oldest = 0;
    for (int i = 0; i < PLACES; i++) {
      long start = began.get(i);
      oldest = Math.max(oldest, start == 0 ? 0 : now - start);
    }
    return oldest / NANOS_PER_SECOND;
  }

  /** How many readings found what does not fit the tree, or cannot be. */
  public long corruptReadings() {
    return corrupt.sum();
  }

  /** The commits. */
  public SyncTimes commits() {
    return commits;
  }

  @Override
  public void close() {
    store.close();
  }
}
