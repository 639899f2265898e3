package dev.cairn.server.collect;

import com.google.protobuf.Timestamp;
import dev.cairn.audit.v1.Collection;
import dev.cairn.audit.v1.LoggedEvent;
import dev.cairn.event.seal.Collecting;
import dev.cairn.server.sequence.Append;
import dev.cairn.server.sequence.AppendOutcome;
import dev.cairn.tree.note.SigningKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects the events of one log, on a thread of its own. Safe for any number of callers. */
public final class Collector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Collector.class);

  /** The most events under one signature: more would make their paths longer than it saves. */
  static final int MAX_RUN = 32;

  private static final int MAX_EVENTS = 16_384;
  private static final long MAX_BYTES = 32L << 20;
  private static final long PAUSE_NANOS = 200_000;
  private static final long ROOM_PATIENCE_NANOS = 2_000_000_000L;

  private final SigningKey key;
  private final Consumer<Append> log;
  private final InstantSource clock;
  private final BlockingQueue<CollectedEvent> queue = new ArrayBlockingQueue<>(MAX_EVENTS);
  private final AtomicLong bytes = new AtomicLong();
  private final Thread thread;
  private Instant latest = Instant.EPOCH; // the collecting thread's own
  private volatile boolean closing;
  private volatile boolean ended;

  private Collector(String name, SigningKey key, Consumer<Append> log, InstantSource clock) {
    this.key = key;
    this.log = log;
    this.clock = clock;
    this.thread = Thread.ofPlatform().name("collect " + name).daemon().unstarted(this::run);
  }

  /**
   * Starts to collect.
   *
   * @param name names the thread
   * @param key the log's
   * @param log takes each entry; tells {@link AppendOutcome.QueueFull} before it returns
   */
  public static Collector start(
      String name, SigningKey key, Consumer<Append> log, InstantSource clock) {
    Collector collector = new Collector(name, key, log, clock);
    collector.thread.start();
    return collector;
  }

  /**
   * Accepts events that came together, or refuses them at once.
   *
   * @return false if too many wait, or the collector is closed; no event is told anything then
   */
  public boolean offer(List<CollectedEvent> together) {
    long more = together.stream().mapToLong(CollectedEvent::bytes).sum();
    synchronized (queue) { // so that they are in one run, if there is room in it
      if (closing
          || queue.remainingCapacity() < together.size()
          || bytes.get() + more > MAX_BYTES) {
        return false;
      }
      bytes.addAndGet(more);
      queue.addAll(together);
    }
    if (ended) {
      refuseWaiting();
    }
    return true;
  }

  private void run() {
    List<CollectedEvent> run = new ArrayList<>(MAX_RUN);
    try {
      while (!closing || !queue.isEmpty()) {
        gather(run);
        collect(run);
        run.clear();
      }
    } catch (RuntimeException | Error e) {
      LOG.error("The collector stops", e);
      run.forEach(event -> event.whenDecided().accept(new byte[0], stopped(true)));
    } finally {
      closing = true;
      ended = true;
      refuseWaiting();
    }
  }

  private void gather(List<CollectedEvent> run) {
    try {
      run.add(queue.take());
      synchronized (queue) {
        queue.drainTo(run, MAX_RUN - 1);
      }
    } catch (InterruptedException e) {
      // Closing; what waits is still collected.
      queue.drainTo(run, MAX_RUN);
    }
    run.forEach(event -> bytes.addAndGet(-event.bytes()));
  }

  private void collect(List<CollectedEvent> run) {
    if (run.isEmpty()) {
      return;
    }
    Timestamp now = now();
    List<LoggedEvent> collected = run.stream().map(event -> collected(event, now)).toList();
    List<byte[]> entries = Collecting.seal(key, collected);
    for (int i = 0; i < entries.size(); i++) {
      submit(entries.get(i), run.get(i));
    }
  }

  private static LoggedEvent collected(CollectedEvent event, Timestamp now) {
    return event.event().toBuilder()
        .setCollection(Collection.newBuilder().setReceiveTime(now).setSubmitter(event.submitter()))
        .build();
  }

  /** Never earlier than the one before: the order of the log says what came first. */
  private Timestamp now() {
    Instant now = clock.instant();
    if (now.isBefore(latest)) {
      now = latest;
    }
    latest = now;
    return Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()).build();
  }

  /** Submits an entry; while the log's queue is full, this one holds those behind it back. */
  private void submit(byte[] entry, CollectedEvent event) {
    if (event.isWithdrawn().getAsBoolean()) {
      event.whenDecided().accept(entry, new AppendOutcome.QueueFull());
      return;
    }
    long start = System.nanoTime();
    boolean patient = true;
    while (!tried(entry, event, patient)) {
      LockSupport.parkNanos(PAUSE_NANOS);
      patient = System.nanoTime() - start < ROOM_PATIENCE_NANOS;
    }
  }

  private boolean tried(byte[] entry, CollectedEvent event, boolean patient) {
    AtomicBoolean full = new AtomicBoolean();
    log.accept(
        new Append(
            List.of(entry),
            Optional.of(event.key()),
            event.goal(),
            outcome -> {
              if (patient && outcome instanceof AppendOutcome.QueueFull) {
                full.set(true);
              } else {
                event.whenDecided().accept(entry, outcome);
              }
            }));
    return !full.get();
  }

  private void refuseWaiting() {
    for (CollectedEvent event = queue.poll(); event != null; event = queue.poll()) {
      event.whenDecided().accept(new byte[0], stopped(false));
    }
  }

  private static AppendOutcome stopped(boolean mayBeDurable) {
    return new AppendOutcome.Stopped("the collector has stopped", mayBeDurable);
  }

  /** Accepts nothing more, and returns when all that was accepted is with the log. */
  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
