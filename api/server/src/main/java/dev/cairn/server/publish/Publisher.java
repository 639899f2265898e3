package dev.cairn.server.publish;

import dev.cairn.tree.checkpoint.Checkpoint;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.SigningKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes a log's durable heads, one after the other, each larger than the last. A checkpoint is
 * signed, then remembered durably outside of the store, and only then visible to anyone.
 */
public final class Publisher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  private final SigningKey key;
  private final HeadMemory memory;
  private final PublishTiming timing;
  private final Consumer<SignedCheckpoint> history;
  private final Consumer<String> stoppedBy;
  private final Executor readers;
  private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // Guarded by the lock; bounded by the calls and appends that wait.
  private List<Waiter> waiting = new ArrayList<>();
  private boolean closing;
  private boolean stopped;
  private long unpublishedSince;
  private long lastPublished;

  private volatile TreeHead durable;
  private volatile SignedCheckpoint published;

  /**
   * Prepares to publish.
   *
   * @param published the newest checkpoint so far
   * @param durable the head to go on from, consistent with {@code published}
   * @param history told each new checkpoint, in order
   * @param readers runs what waits for a checkpoint
   * @param stoppedBy told once why, if checkpoints can no longer be remembered
   */
  public Publisher(
      SigningKey key,
      HeadMemory memory,
      PublishTiming timing,
      SignedCheckpoint published,
      TreeHead durable,
      Consumer<SignedCheckpoint> history,
      Executor readers,
      Consumer<String> stoppedBy) {
    this.key = key;
    this.memory = memory;
    this.timing = timing;
    this.published = published;
    this.durable = durable;
    this.history = history;
    this.readers = readers;
    this.stoppedBy = stoppedBy;
    this.unpublishedSince = System.nanoTime();
    this.lastPublished = unpublishedSince - timing.minInterval().toNanos();
    this.thread =
        Thread.ofPlatform().name("publish " + key.verifierKey().name()).unstarted(this::run);
  }

  /** Starts to publish what is durable. */
  public void start() {
    thread.start();
  }

  /** The newest published checkpoint. */
  public SignedCheckpoint published() {
    return published;
  }

  /** The newest durable head, never smaller than the published one. */
  public TreeHead durable() {
    return durable;
  }

  /** Takes note of a new durable head; called in ascending order of size. */
  public void grown(TreeHead head) {
    lock.lock();
    try {
      if (head.size() > durable.size()) {
        boolean wasPublished = durable.size() == published.head().size();
        durable = head;
        if (wasPublished) {
          // Only now is there something to publish; before, the publisher was waiting already.
          unpublishedSince = System.nanoTime();
          changed.signal();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * The first checkpoint of at least {@code size}; waiting for it causes it.
   *
   * @param size at most the durable size
   * @return completed by one of the readers' threads, or at once; exceptionally with {@link
   *     PublisherStoppedException} if it will not come
   */
  public CompletableFuture<SignedCheckpoint> await(long size) {
    SignedCheckpoint newest = published;
    if (newest.head().size() >= size) {
      return CompletableFuture.completedFuture(newest);
    }
    if (size > durable.size()) {
      throw new IllegalArgumentException("size " + size + " is not durable yet");
    }
    lock.lock();
    try {
      if (published.head().size() >= size) {
        return CompletableFuture.completedFuture(published);
      }
      if (stopped) {
        return CompletableFuture.failedFuture(new PublisherStoppedException());
      }
      Waiter waiter = new Waiter(size, new CompletableFuture<>());
      waiting.add(waiter);
      changed.signal();
      return waiter.future();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Runs {@code whenPublished} after each new checkpoint, on one of the readers' threads, until the
   * subscription is closed. Checkpoints in quick succession may share one run.
   */
  public Subscription subscribe(Runnable whenPublished) {
    Subscriber subscriber = new Subscriber(whenPublished);
    subscribers.add(subscriber);
    return () -> subscribers.remove(subscriber);
  }

  /** Publishes what is durable, and ends. */
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (awaitOccasion()) {
        publish();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("Publishing stops: a checkpoint could not be remembered", e);
      stoppedBy.accept("checkpoints cannot be remembered: " + e.getMessage());
    } finally {
      end();
    }
  }

  /** Waits until a head is to be published; returns false when none is left and none will come. */
  private boolean awaitOccasion() throws InterruptedException {
    lock.lock();
    try {
      while (!closing) {
        if (durable.size() == published.head().size()) {
          changed.await();
        } else if (nanosToOccasion() > 0) {
          changed.awaitNanos(nanosToOccasion());
        } else {
          return true;
        }
      }
      return durable.size() > published.head().size();
    } finally {
      lock.unlock();
    }
  }

  private long nanosToOccasion() {
    long now = System.nanoTime();
    long demanded = lastPublished + timing.minInterval().toNanos() - now;
    long leisurely = unpublishedSince + timing.leisure().toNanos() - now;
    return waiting.isEmpty() ? leisurely : demanded;
  }

  private void publish() {
    TreeHead head = durable;
    SignedCheckpoint checkpoint =
        SignedCheckpoint.sign(new Checkpoint(key.verifierKey().name(), head, List.of()), key);
    memory.remember(checkpoint);
    // Remembered: no later start can sign a smaller or another head. Now it may be seen.
    history.accept(checkpoint);
    List<Waiter> covered = makeVisible(checkpoint);
    readers.execute(() -> covered.forEach(waiter -> waiter.future().complete(checkpoint)));
    subscribers.forEach(subscriber -> subscriber.tell(readers));
  }

  /** Returns those who waited for it; whoever waits for more goes on waiting. */
  private List<Waiter> makeVisible(SignedCheckpoint checkpoint) {
    lock.lock();
    try {
      published = checkpoint;
      lastPublished = System.nanoTime();
      unpublishedSince = lastPublished;
      List<Waiter> covered = new ArrayList<>();
      List<Waiter> others = new ArrayList<>();
      for (Waiter waiter : waiting) {
        (waiter.size() <= checkpoint.head().size() ? covered : others).add(waiter);
      }
      waiting = others;
      return covered;
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    List<Waiter> abandoned;
    lock.lock();
    try {
      stopped = true;
      abandoned = waiting;
      waiting = new ArrayList<>();
    } finally {
      lock.unlock();
    }
    PublisherStoppedException reason = new PublisherStoppedException();
    abandoned.forEach(waiter -> waiter.future().completeExceptionally(reason));
  }

  private record Waiter(long size, CompletableFuture<SignedCheckpoint> future) {}

  /** Runs at most one notice ahead of the one under way, however fast checkpoints come. */
  private static final class Subscriber {
    private final Runnable whenPublished;
    private final AtomicBoolean told = new AtomicBoolean();

    Subscriber(Runnable whenPublished) {
      this.whenPublished = whenPublished;
    }

    void tell(Executor readers) {
      if (told.compareAndSet(false, true)) {
        readers.execute(
            () -> {
              told.set(false);
              whenPublished.run();
            });
      }
    }
  }
}
