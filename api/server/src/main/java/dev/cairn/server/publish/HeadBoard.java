package dev.cairn.server.publish;

import dev.cairn.tree.checkpoint.SignedCheckpoint;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Where the newest checkpoint of one kind is shown: those who wait for one that is large enough get
 * it, and those who follow are told of each.
 */
public final class HeadBoard {
  private final Executor readers;
  private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();

  // Guarded by this; bounded by the calls and appends that wait.
  private final Set<Waiter> waiting = new LinkedHashSet<>();
  private boolean ended;

  private volatile Optional<SignedCheckpoint> newest;

  /**
   * A board.
   *
   * @param newest what it shows at first
   * @param readers runs what waits for checkpoints
   */
  public HeadBoard(Optional<SignedCheckpoint> newest, Executor readers) {
    this.newest = newest;
    this.readers = readers;
  }

  /** The newest checkpoint; none if none was ever shown. */
  public Optional<SignedCheckpoint> newest() {
    return newest;
  }

  /**
   * The first checkpoint of at least {@code size}. A future that is completed by somebody else,
   * such as by a timeout, waits no longer.
   *
   * @return completed by one of the readers' threads, or at once; exceptionally with {@link
   *     PublisherStoppedException} if it will not come
   */
  public CompletableFuture<SignedCheckpoint> await(long size) {
    Optional<SignedCheckpoint> shown = newest;
    if (shown.isPresent() && shown.get().head().size() >= size) {
      return CompletableFuture.completedFuture(shown.get());
    }
    synchronized (this) {
      if (newest.isPresent() && newest.get().head().size() >= size) {
        return CompletableFuture.completedFuture(newest.get());
      }
      if (ended) {
        return CompletableFuture.failedFuture(new PublisherStoppedException());
      }
      Waiter waiter = new Waiter(size, new CompletableFuture<>());
      waiting.add(waiter);
      var _ = waiter.future().whenComplete((_, _) -> forget(waiter));
      return waiter.future();
    }
  }

  private synchronized void forget(Waiter waiter) {
    waiting.remove(waiter);
  }

  /** Whether anybody waits. */
  public synchronized boolean isAwaited() {
    return !waiting.isEmpty();
  }

  /**
   * Shows a checkpoint, at least as large as the one before; with newer signatures, if as large.
   */
  public void show(SignedCheckpoint checkpoint) {
    List<Waiter> covered = cover(checkpoint);
    if (!covered.isEmpty()) {
      readers.execute(() -> covered.forEach(waiter -> waiter.future().complete(checkpoint)));
    }
    subscribers.forEach(subscriber -> subscriber.tell(readers));
  }

  /** Shows nothing until the next checkpoint. */
  public synchronized void withdraw() {
    newest = Optional.empty();
  }

  /** Returns those who waited for it; whoever waits for more goes on waiting. */
  private synchronized List<Waiter> cover(SignedCheckpoint checkpoint) {
    newest = Optional.of(checkpoint);
    List<Waiter> covered = new ArrayList<>();
    for (Waiter waiter : waiting) {
      if (waiter.size() <= checkpoint.head().size()) {
        covered.add(waiter);
      }
    }
    covered.forEach(waiting::remove);
    return covered;
  }

  /**
   * Runs {@code whenShown} after each new checkpoint, on one of the readers' threads, until the
   * subscription is closed. Checkpoints in quick succession may share one run.
   */
  public Subscription subscribe(Runnable whenShown) {
    Subscriber subscriber = new Subscriber(whenShown);
    subscribers.add(subscriber);
    return () -> subscribers.remove(subscriber);
  }

  /** Tells those who wait that nothing more will be shown. */
  public void end() {
    List<Waiter> abandoned;
    synchronized (this) {
      ended = true;
      abandoned = List.copyOf(waiting);
      waiting.clear();
    }
    PublisherStoppedException reason = new PublisherStoppedException();
    abandoned.forEach(waiter -> waiter.future().completeExceptionally(reason));
  }

  /** Two are equal only if they are one: the future is compared by identity. */
  private record Waiter(long size, CompletableFuture<SignedCheckpoint> future) {}

  /** Runs at most one notice ahead of the one under way, however fast checkpoints come. */
  private static final class Subscriber {
    private final Runnable whenShown;
    private final AtomicBoolean told = new AtomicBoolean();

    Subscriber(Runnable whenShown) {
      this.whenShown = whenShown;
    }

    void tell(Executor readers) {
      if (told.compareAndSet(false, true)) {
        readers.execute(
            () -> {
              told.set(false);
              whenShown.run();
            });
      }
    }
  }
}
