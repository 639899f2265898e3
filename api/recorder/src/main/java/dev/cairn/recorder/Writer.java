package dev.cairn.recorder;

import dev.cairn.recorder.delivery.Backlog;
import dev.cairn.recorder.delivery.Decision;
import dev.cairn.recorder.delivery.Outgoing;
import dev.cairn.recorder.outbox.Commit;
import dev.cairn.recorder.outbox.Outbox;
import dev.cairn.recorder.outbox.OutboxException;
import dev.cairn.recorder.outbox.StoredRun;
import dev.cairn.tree.note.SigningKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that changes the outbox: what waits is chained, sealed and spooled by one commit,
 * together with what was decided meanwhile.
 */
final class Writer {
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

  /** How long something waits that found the disk full; room in the outbox wakes it before. */
  private static final Duration AGAIN = Duration.ofMillis(100);

  private static final Duration LEISURE = Duration.ofMillis(10);

  /** Somebody who waits until all before a position has its outcome. */
  private record Flushing(long position, CompletableFuture<Void> done) {}

  private final AuditClientConfig config;
  private final Outbox outbox;
  private final Backlog backlog;
  private final Ledger ledger;
  private final Admission admission;
  private final Receipts receipts;
  // Events are bounded by the admission, settlements by what is in flight.
  private final BlockingQueue<Task> queue = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile Runnable onSpooled = () -> {};
  private volatile boolean ended;

  // Of the thread.
  private final List<Task> held = new ArrayList<>();
  private final List<Flushing> flushing = new ArrayList<>();
  private Optional<SigningKey> key;
  private boolean stopping;
  private boolean hasFailed;

  Writer(
      AuditClientConfig config,
      Outbox outbox,
      Backlog backlog,
      Ledger ledger,
      Admission admission,
      Receipts receipts) {
    this.config = config;
    this.key = config.key();
    this.outbox = outbox;
    this.backlog = backlog;
    this.ledger = ledger;
    this.admission = admission;
    this.receipts = receipts;
    this.thread = Thread.ofPlatform().name("cairn-spool").daemon().unstarted(this::run);
  }

  /**
   * @param onSpooled run when there is more in the backlog
   */
  void start(Runnable onSpooled) {
    this.onSpooled = onSpooled;
    thread.start();
  }

  /** For any thread. */
  void add(Task task) {
    queue.add(task);
    if (ended) {
      refuseWaiting();
    }
  }

  /** Does all that was asked before, and ends. */
  void stop() throws InterruptedException {
    add(new Task.Stop());
    thread.join();
  }

  private void run() {
    try {
      while (!stopping) {
        process(next());
      }
    } catch (InterruptedException | RuntimeException | Error e) {
      LOG.error("Nothing more is spooled", e);
    } finally {
      ended = true;
      refuseWaiting();
    }
  }

  private List<Task> next() throws InterruptedException {
    List<Task> tasks = new ArrayList<>(held);
    boolean isHolding = !held.isEmpty();
    held.clear();
    Task first = isHolding ? queue.poll(AGAIN.toNanos(), TimeUnit.NANOSECONDS) : queue.take();
    if (first != null) {
      tasks.add(first);
      queue.drainTo(tasks, config.memory().batchEvents());
    }
    awaitCompany(tasks);
    return tasks;
  }

  /** What is only settled needs no commit of its own, if another comes soon. */
  private void awaitCompany(List<Task> tasks) throws InterruptedException {
    long end = System.nanoTime() + LEISURE.toNanos();
    long left = LEISURE.toNanos();
    while (left > 0
        && flushing.isEmpty()
        && !tasks.isEmpty()
        && tasks.stream().allMatch(Writer::isSettle)) {
      Task more = queue.poll(left, TimeUnit.NANOSECONDS);
      if (more != null) {
        tasks.add(more);
        queue.drainTo(tasks, config.memory().batchEvents());
      }
      left = end - System.nanoTime();
    }
  }

  private static boolean isSettle(Task task) {
    return task instanceof Task.Settle settle
        && settle.refused().isEmpty()
        && settle.unused().isEmpty();
  }

  private void process(List<Task> tasks) {
    boolean _ = write(tasks);
    for (Task task : tasks) {
      switch (task) {
        case Task.Flush flush -> flush(flush);
        case Task.Stop _ -> stopping = true;
        case Task.Spool _, Task.Settle _, Task.Rotate _ -> {}
      }
    }
    flushing.removeIf(each -> outbox.settled() >= each.position() && each.done().complete(null));
  }

  private void flush(Task.Flush flush) {
    if (held.isEmpty()) {
      flushing.add(new Flushing(outbox.nextPosition(), flush.done()));
    } else { // what is held comes first
      held.add(flush);
    }
  }

  /** Does all that there is room for, the first first; false if that is not all. */
  private boolean write(List<Task> tasks) {
    if (tasks.isEmpty()) {
      return true;
    }
    Batch batch;
    Commit commit;
    try {
      batch = new Batch(tasks, new Draft(outbox.chain(), key, config.clock().instant()));
      commit = outbox.commit(batch.changes());
    } catch (OutboxException e) {
      fail(tasks, e);
      return false;
    } catch (RuntimeException | Error e) {
      fail(tasks, new IllegalStateException("the event was not spooled: " + e, e));
      return false;
    }
    return switch (commit) {
      case Commit.Done(List<StoredRun> runs) -> {
        done(batch, runs);
        yield true;
      }
      case Commit.Full(Commit.Cause cause) -> {
        full(tasks, cause);
        yield false;
      }
    };
  }

  private void fail(List<Task> tasks, Exception why) {
    if (!hasFailed) {
      LOG.error("Nothing can be spooled: {}", why.getMessage(), why);
    }
    hasFailed = true;
    tasks.forEach(task -> refuse(task, why));
  }

  private void done(Batch batch, List<StoredRun> runs) {
    hasFailed = false;
    Draft draft = batch.draft();
    key = draft.key();
    List<Offer> offers = draft.offers();
    List<Offer> ofCallers = offers.stream().filter(offer -> !offer.isOwn()).toList();
    ledger.spooled(ofCallers.size(), offers.size() - ofCallers.size());
    admission.leave(ofCallers.size(), ofCallers.stream().mapToLong(Offer::bytes).sum());
    expect(runs, offers);
    for (int i = 0; i < runs.size(); i++) { // from here on they may get their outcomes
      backlog.add(
          draft.produced().get(i).isEmpty()
              ? Outgoing.of(runs.get(i))
              : Outgoing.of(runs.get(i), draft.produced().get(i)));
    }
    if (!runs.isEmpty()) {
      onSpooled.run();
    }
    offers.forEach(offer -> offer.spooled().complete(null));
    ledger.deadLettered(batch.refused().size());
    for (Decision.Refused refused : batch.refused()) {
      receipts.refuse(refused.position(), refused.why());
    }
  }

  private void expect(List<StoredRun> runs, List<Offer> offers) {
    if (runs.isEmpty()) {
      return;
    }
    long position = runs.getFirst().position();
    for (Offer offer : offers) {
      if (offer.wantsReceipt()) {
        receipts.expect(position, offer.receipt());
      }
      position++;
    }
  }

  /**
   * Nothing was changed: does first what brings no events, then as many events as fit, and leaves
   * the others as the configuration says.
   */
  private void full(List<Task> tasks, Commit.Cause cause) {
    List<Task> events = tasks.stream().filter(task -> task instanceof Task.Spool).toList();
    if (events.isEmpty()) {
      held.addAll(tasks.stream().filter(Writer::needsDisk).toList());
      return;
    }
    List<Task> others = tasks.stream().filter(task -> !(task instanceof Task.Spool)).toList();
    boolean _ = write(others);
    if (others.isEmpty() && events.size() == 1) {
      postpone(events.getFirst(), cause);
      return;
    }
    int half = others.isEmpty() ? events.size() / 2 : events.size();
    List<Task> rest = events.subList(half, events.size());
    if (write(events.subList(0, half))) {
      boolean _ = write(rest);
    } else { // nobody overtakes
      rest.forEach(task -> postpone(task, cause));
    }
  }

  private void postpone(Task task, Commit.Cause cause) {
    boolean isPatient =
        config.pressure() == Pressure.BLOCK
            && task instanceof Task.Spool(Offer offer)
            && offer.deadline() - System.nanoTime() > 0;
    if (isPatient) {
      held.add(task);
    } else {
      refuse(task, new OutboxFullException(text(cause)));
    }
  }

  private static boolean needsDisk(Task task) {
    return task instanceof Task.Settle || task instanceof Task.Rotate;
  }

  private String text(Commit.Cause cause) {
    return switch (cause) {
      case BOUND ->
          "the outbox in %s holds %,d bytes, and no more than %,d are allowed"
              .formatted(outbox.folder(), outbox.size().bytes(), config.limits().maxBytes());
      case DISK -> "the disk of the outbox in " + outbox.folder() + " is full, or its file is";
    };
  }

  private void refuse(Task task, Exception why) {
    switch (task) {
      case Task.Spool(Offer offer) -> {
        ledger.failed();
        admission.leave(1, offer.bytes());
        offer.fail(why);
      }
      case Task.Rotate rotate -> rotate.receipt().completeExceptionally(why);
      case Task.Settle settle -> held.add(settle); // nothing is forgotten; it is tried again
      case Task.Flush _, Task.Stop _ -> {}
    }
  }

  /** After the end: tells those that came too late, or were held. */
  private synchronized void refuseWaiting() {
    IllegalStateException closed = new IllegalStateException("the audit client is closed");
    List<Task> late = new ArrayList<>(held);
    held.clear();
    queue.drainTo(late);
    late.forEach(task -> refuse(task, closed));
    held.clear();
    flushing.clear();
  }
}
