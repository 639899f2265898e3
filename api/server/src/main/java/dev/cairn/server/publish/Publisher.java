package dev.cairn.server.publish;

import dev.cairn.server.stop.StopCause;
import dev.cairn.server.store.StoreException;
import dev.cairn.server.thread.Threads;
import dev.cairn.tree.checkpoint.Checkpoint;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.SigningKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes a log's durable heads, one after the other, each larger than the last and at no earlier
 * time. A head is checked against the entries in the store, signed, then remembered durably outside
 * of the store, and only then visible to anyone.
 */
public final class Publisher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  private final Threads threads;
  private final SigningKey key;
  private final PublicationMemory memory;
  private final PublishTiming timing;
  private final HeadCheck check;
  private final PublicationClock clock;
  private final Consumer<SignedCheckpoint> history;
  private final Consumer<StopCause> stoppedBy;
  private final Runnable storeSoon;

  /** A checkpoint that covers so many new entries shows that the log is busy. */
  static final int BUSY_ENTRIES = 16;

  /** A clock that is behind by less corrects itself, and nobody need know. */
  private static final Duration JITTER = Duration.ofSeconds(1);

  /** How long the publisher waits before it looks again at a clock that is behind. */
  private static final Duration CLOCK_PAUSE = Duration.ofSeconds(1);

  /** How many times as far apart checkpoints are then. */
  static final int BUSY_FACTOR = 4;

  private final HeadBoard board;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // Guarded by the lock.
  private boolean closing;
  private boolean halted;
  private long demanded;
  private long unpublishedSince;
  private long lastPublished;
  private long lastCovered;

  private volatile boolean started;
  private volatile TreeHead stored;

  /**
   * Prepares to publish.
   *
   * @param threads runs it
   * @param published the newest checkpoint so far
   * @param stored the head of the store, consistent with {@code published}
   * @param check goes on from {@code published}, and is this publisher's alone
   * @param clock goes on from the newest publication
   * @param history told each new checkpoint, in order
   * @param readers runs what waits for a checkpoint
   * @param stoppedBy told once why, if nothing more can be published
   * @param storeSoon called when somebody waits for entries that are not in the store yet
   */
  public Publisher(
      Threads threads,
      SigningKey key,
      PublicationMemory memory,
      PublishTiming timing,
      SignedCheckpoint published,
      TreeHead stored,
      HeadCheck check,
      PublicationClock clock,
      Consumer<SignedCheckpoint> history,
      Executor readers,
      Consumer<StopCause> stoppedBy,
      Runnable storeSoon) {
    this.threads = threads;
    this.key = key;
    this.memory = memory;
    this.timing = timing;
    this.board = new HeadBoard(Optional.of(published), readers);
    this.stored = stored;
    this.check = check;
    this.clock = clock;
    this.history = history;
    this.stoppedBy = stoppedBy;
    this.storeSoon = storeSoon;
    this.unpublishedSince = threads.nanoTime();
    this.lastPublished = unpublishedSince - timing.minInterval().toNanos();
    this.thread = threads.unstarted("publish " + key.verifierKey().name(), this::run);
  }

  /** Starts to publish what is durable, unless the publisher is closed or was started before. */
  public void start() {
    lock.lock();
    try {
      if (!started && !closing) {
        started = true;
        thread.start();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether it signs, or has signed: it waits for {@link #start} otherwise. */
  public boolean isStarted() {
    return started;
  }

  /** The newest published checkpoint. */
  public SignedCheckpoint published() {
    return board.newest().orElseThrow();
  }

  /** When the newest checkpoint was published; {@link Instant#EPOCH} if that was not kept. */
  public Instant publishedTime() {
    return clock.last();
  }

  /** How far the clock is behind the newest publication, if that keeps the log from signing. */
  public Optional<Duration> clockBehind() {
    return clock.behind().filter(behind -> behind.compareTo(JITTER) >= 0);
  }

  /** Takes note of a new head of the store; called in ascending order of size. */
  public void grown(TreeHead head) {
    lock.lock();
    try {
      if (head.size() > stored.size()) {
        boolean wasPublished = stored.size() == published().head().size();
        stored = head;
        if (wasPublished) {
          // Only now is there something to publish; before, the publisher was waiting already.
          unpublishedSince = threads.nanoTime();
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
   * @param size of a tree whose entries are durable
   * @return completed by one of the readers' threads, or at once; exceptionally with {@link
   *     PublisherStoppedException} if it will not come
   */
  public CompletableFuture<SignedCheckpoint> await(long size) {
    CompletableFuture<SignedCheckpoint> checkpoint = board.await(size);
    if (!checkpoint.isDone()) {
      signal();
      requireStored(size);
    }
    return checkpoint;
  }

  /**
   * Has a head of at least {@code size} published without leisure, for somebody else to wait for.
   */
  public void demand(long size) {
    lock.lock();
    try {
      if (demanded <= published().head().size()) {
        changed.signal();
      }
      demanded = Math.max(demanded, size);
    } finally {
      lock.unlock();
    }
    requireStored(size);
  }

  private void requireStored(long size) {
    if (size > stored.size()) {
      storeSoon.run();
    }
  }

  private void signal() {
    lock.lock();
    try {
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Shows the published checkpoints. */
  public HeadBoard board() {
    return board;
  }

  /** Signs nothing more from now on, not even what is durable. */
  public void halt() {
    lock.lock();
    try {
      halted = true;
    } finally {
      lock.unlock();
    }
    close();
  }

  /** Publishes what is durable, if the publisher was started, and ends. */
  @Override
  public void close() {
    boolean running;
    lock.lock();
    try {
      closing = true;
      running = started;
      changed.signal();
    } finally {
      lock.unlock();
    }
    if (!running) {
      board.end();
    } else if (!Thread.currentThread().equals(thread)) {
      join();
    }
  }

  private void join() {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (awaitOccasion()) {
        Optional<Instant> time = awaitClock();
        if (time.isEmpty()) {
          return; // closing: what is durable is published after the next start
        }
        publish(time.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      LOG.error("Publishing of {} stops", key.verifierKey().name(), e);
      stoppedBy.accept(StopCause.of(failed(e), e));
    } finally {
      board.end();
    }
  }

  private static String failed(Throwable fault) {
    return fault instanceof StoreException
        ? "nothing more is signed"
        : "checkpoints cannot be remembered";
  }

  /** The time of the next publication, waited for; empty if the end comes first. */
  private Optional<Instant> awaitClock() throws InterruptedException {
    boolean told = false;
    Optional<Instant> time = clock.next();
    while (time.isEmpty()) {
      Optional<Duration> behind = clockBehind();
      if (behind.isPresent() && !told) {
        told = true;
        LOG.error(
            "The clock is {} behind the newest checkpoint of {}; it signs nothing until then",
            behind.get(),
            key.verifierKey().name());
      }
      if (!pause(clock.behind().orElse(Duration.ZERO))) {
        return Optional.empty();
      }
      time = clock.next();
    }
    if (told) {
      LOG.info("The clock has come up; {} signs again", key.verifierKey().name());
    }
    return time;
  }

  /** Waits, but not beyond the end. Returns whether there is more to come. */
  private boolean pause(Duration wanted) throws InterruptedException {
    Duration time = wanted.compareTo(CLOCK_PAUSE) < 0 ? wanted : CLOCK_PAUSE;
    lock.lock();
    try {
      long left = time.toNanos();
      while (!closing && left > 0) {
        left = threads.awaitNanos(changed, left);
      }
      return !closing;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until a head is to be published; returns false when none is left and none will come. */
  private boolean awaitOccasion() throws InterruptedException {
    lock.lock();
    try {
      while (!closing) {
        if (stored.size() == published().head().size()) {
          changed.await();
        } else if (nanosToOccasion() > 0) {
          threads.awaitNanos(changed, nanosToOccasion());
        } else {
          return true;
        }
      }
      return !halted && stored.size() > published().head().size();
    } finally {
      lock.unlock();
    }
  }

  private long nanosToOccasion() {
    long now = threads.nanoTime();
    return board.isAwaited() || demanded > published().head().size()
        ? lastPublished + interval() - now
        : unpublishedSince + timing.leisure().toNanos() - now;
  }

  /** While many wait for each checkpoint, fewer of them serve all. */
  private long interval() {
    return timing.minInterval().toNanos() * (lastCovered >= BUSY_ENTRIES ? BUSY_FACTOR : 1);
  }

  private void publish(Instant time) {
    TreeHead head = stored;
    long before = published().head().size();
    check.check(head);
    SignedCheckpoint checkpoint =
        SignedCheckpoint.sign(new Checkpoint(key.verifierKey().name(), head, List.of()), key);
    memory.remember(new Publication(checkpoint, time));
    // Remembered: no later start can sign a smaller or another head. Now it may be seen.
    history.accept(checkpoint);
    lock.lock();
    try {
      lastPublished = threads.nanoTime();
      lastCovered = head.size() - before;
      unpublishedSince = lastPublished;
      board.show(checkpoint);
    } finally {
      lock.unlock();
    }
  }
}
