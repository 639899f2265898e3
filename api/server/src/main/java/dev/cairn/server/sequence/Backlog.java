package dev.cairn.server.sequence;

import dev.cairn.server.store.PublishedCheckpoint;
import dev.cairn.server.store.TreeGrowth;
import dev.cairn.server.thread.Threads;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * What has its place and is not in the store yet, in order: first what is in the journal, then what
 * only the store will make durable. One thread adds, one takes.
 *
 * <p>Bounded: in entries, and what is in the journal by the journal's size, the rest by the {@link
 * Budget}.
 */
final class Backlog {
  /**
   * How long what is durable waits for more to share a commit with: many small commits write the
   * same pages again and again, and their syncs hold up those of the journal. Whoever waits for the
   * store {@link #hurry hurries} it.
   */
  private static final Duration LEISURE = Duration.ofMillis(20);

  /** How long checkpoints wait for entries to share a commit with. */
  private static final Duration CHECKPOINT_PATIENCE = Duration.ofSeconds(1);

  private final Threads threads;
  private final SequencerLimits limits;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // Guarded by the lock.
  private final Deque<Placed> placed = new ArrayDeque<>();
  private List<PublishedCheckpoint> checkpoints = new ArrayList<>();
  private List<CompletableFuture<Void>> barriers = new ArrayList<>();
  private TreeGrowth stored;
  private long entries;
  private long bytes;
  private boolean hurried;
  private boolean hasNoRoom;
  private boolean ended;
  private boolean closed;

  /**
   * Begins with nothing.
   *
   * @param stored the tree that the store has
   */
  Backlog(Threads threads, SequencerLimits limits, TreeGrowth stored) {
    this.threads = threads;
    this.limits = limits;
    this.stored = stored;
  }

  /**
   * What the store gets next.
   *
   * @param placed what waits, from the front, within limits
   * @param checkpoints for the history
   * @param barriers to be told once it is done
   * @param isLast whether nothing comes after it
   */
  record Load(
      List<Placed> placed,
      List<PublishedCheckpoint> checkpoints,
      List<CompletableFuture<Void>> barriers,
      boolean isLast) {}

  /** The tree that the next batch comes behind. It is not to be changed. */
  TreeGrowth tip() {
    lock.lock();
    try {
      return placed.isEmpty() ? stored : placed.getLast().after();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Whether all that comes before a batch is durable, and there is room for it. It stays so until
   * the thread that adds adds something.
   */
  boolean isDurableBefore(Placed next) {
    lock.lock();
    try {
      return isNext(next)
          && entries + next.commit().entries().size() <= limits.pendingEntries()
          && (placed.isEmpty() || placed.getLast().isDurable());
    } finally {
      lock.unlock();
    }
  }

  /** Adds a batch, unless it was placed behind another one that has been refused since. */
  boolean add(Placed next) {
    lock.lock();
    try {
      if (!isNext(next)) {
        return false;
      }
      placed.addLast(next);
      count(next, 1);
      changed.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void count(Placed batch, int sign) {
    entries += sign * (long) batch.commit().entries().size();
    bytes += sign * batch.commit().bytes();
  }

  /** About how many bytes the store will grow by. */
  long bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  private boolean isNext(Placed next) {
    return !closed && next.commit().expected().equals(tip().head());
  }

  /** Adds a checkpoint for the history, which goes along with the next commit. */
  void add(PublishedCheckpoint checkpoint) {
    lock.lock();
    try {
      checkpoints.add(checkpoint);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Has a future completed once all that was added before is settled; at once after a fault. */
  void add(CompletableFuture<Void> barrier) {
    boolean isOver;
    lock.lock();
    try {
      isOver = closed;
      if (!isOver) {
        barriers.add(barrier);
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
    if (isOver) {
      barrier.complete(null);
    }
  }

  /** Has what waits stored without leisure. */
  void hurry() {
    lock.lock();
    try {
      hurried = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing will be added any more. */
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends at once: nothing more is stored, and nobody waits for it any more. What is in the journal
   * stays there.
   *
   * @return what is not durable, as far as is known
   */
  List<Placed> close() {
    List<Placed> refused;
    List<CompletableFuture<Void>> over;
    lock.lock();
    try {
      closed = true;
      ended = true;
      changed.signal();
      refused = refuse(_ -> {});
      placed.clear();
      checkpoints.clear();
      over = barriers;
      barriers = new ArrayList<>();
    } finally {
      lock.unlock();
    }
    over.forEach(barrier -> barrier.complete(null));
    return refused;
  }

  /** Waits for something to store, or for the end. What is taken stays until it is settled. */
  Load take() throws InterruptedException {
    lock.lock();
    try {
      long checkpointsWait = CHECKPOINT_PATIENCE.toNanos();
      long entriesWait = LEISURE.toNanos();
      while (!isUrgent() && checkpointsWait > 0 && entriesWait > 0) {
        if (!placed.isEmpty()) {
          entriesWait = threads.awaitNanos(changed, entriesWait);
        } else if (!checkpoints.isEmpty()) {
          checkpointsWait = threads.awaitNanos(changed, checkpointsWait);
        } else {
          changed.await();
        }
      }
      return load();
    } finally {
      lock.unlock();
    }
  }

  /** Whether somebody waits for the store, or it has enough to do. */
  private boolean isUrgent() {
    return ended
        || !barriers.isEmpty()
        || (!placed.isEmpty() && (hurried || !placed.getLast().isDurable()))
        || entries >= limits.batchEntries()
        || bytes >= limits.batchBytes();
  }

  private Load load() {
    List<Placed> next = new ArrayList<>();
    long nextEntries = 0;
    long nextBytes = 0;
    for (Placed batch : placed) {
      nextEntries += batch.commit().entries().size();
      nextBytes += batch.commit().bytes();
      if (!next.isEmpty()
          && (nextEntries > limits.batchEntries() || nextBytes > limits.batchBytes())) {
        return new Load(next, List.of(), List.of(), false);
      }
      next.add(batch);
    }
    hurried = false;
    Load all = new Load(next, checkpoints, barriers, ended);
    checkpoints = new ArrayList<>();
    barriers = new ArrayList<>();
    return all;
  }

  /** Takes out a load that the store has now. Returns false if it was refused meanwhile. */
  boolean stored(Load load) {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      hasNoRoom = false;
      for (Placed batch : load.placed()) {
        placed.removeFirst();
        count(batch, -1);
        stored = batch.after();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * What becomes of the backlog when the store has no room.
   *
   * @param batches will not be stored
   * @param barriers to be told once the batches are: what is left is settled, as it is durable
   * @param isOver whether nothing can come any more that would make another attempt worthwhile
   */
  record Refused(List<Placed> batches, List<CompletableFuture<Void>> barriers, boolean isOver) {}

  /**
   * The store had no room for a load: takes out what is not durable, which will not be stored.
   * While something durable is left that has no room, {@link #hasNoRoom} says so.
   *
   * @param forget told each, before the next batch can be placed where it was
   */
  Refused refuse(Load load, Consumer<Placed> forget) {
    lock.lock();
    try {
      List<Placed> refused = refuse(forget);
      hasNoRoom = !placed.isEmpty();
      checkpoints.addAll(0, load.checkpoints());
      List<CompletableFuture<Void>> settled = barriers;
      barriers = new ArrayList<>();
      return new Refused(refused, settled, load.isLast() || (ended && hasNoRoom));
    } finally {
      lock.unlock();
    }
  }

  /** Whether what is durable already waits for room in the store. */
  boolean hasNoRoom() {
    lock.lock();
    try {
      return hasNoRoom;
    } finally {
      lock.unlock();
    }
  }

  private List<Placed> refuse(Consumer<Placed> forget) {
    lock.lock();
    try {
      List<Placed> refused = new ArrayList<>();
      while (!placed.isEmpty() && !placed.getLast().isDurable()) {
        Placed last = placed.removeLast();
        count(last, -1);
        forget.accept(last);
        refused.addFirst(last);
      }
      return refused;
    } finally {
      lock.unlock();
    }
  }

  /** Waits, but not beyond the end. */
  void pause(Duration time) throws InterruptedException {
    lock.lock();
    try {
      long left = time.toNanos();
      while (!ended && left > 0) {
        left = threads.awaitNanos(changed, left);
      }
    } finally {
      lock.unlock();
    }
  }
}
