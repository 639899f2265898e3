package dev.cairn.server.sequence;

import dev.cairn.server.stop.StopCause;
import dev.cairn.server.store.Commit;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.PublishedCheckpoint;
import dev.cairn.server.store.StoreException;
import dev.cairn.server.store.TreeGrowth;
import dev.cairn.server.store.journal.Journal;
import dev.cairn.server.thread.Threads;
import dev.cairn.tree.merkle.TreeHead;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives every append its place. One thread takes what waits as one batch and hashes it. Where
 * somebody waits for no more than durability, it makes the batch durable in the journal; a second
 * thread brings all batches into the store, as many at a time as wait. There is no timer: a lone
 * append waits for one sync, and under load a commit is whatever came during the last one.
 *
 * <p>A store or journal that fails stops the sequencer: what waits is refused, and nothing is
 * accepted any more. Only a store without room is not final.
 */
public final class Sequencer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sequencer.class);

  private final LogStore store;
  private final Journal journal;
  private final SequencerLimits limits;
  private final Consumer<TreeHead> grown;
  private final Consumer<StopCause> stoppedBy;
  private final Budget budget;
  private final AppendCounts counts = new AppendCounts();
  // Bounded by the budget: each append takes at least one entry of it.
  private final BlockingQueue<Work> queue = new LinkedBlockingQueue<>();
  private final RecentKeys recentKeys = new RecentKeys();
  private final Backlog backlog;
  private final Acknowledgements acknowledgements;
  private final StoreWriter writer;
  private final Thread thread;
  private final AtomicLong durableSize;

  /** Completed with the reason once nothing more is accepted. No lock: faults come together. */
  private final CompletableFuture<String> refusal = new CompletableFuture<>();

  private final AtomicBoolean failed = new AtomicBoolean();
  private volatile boolean ended;

  /**
   * Prepares to sequence.
   *
   * @param threads runs it
   * @param name names the threads
   * @param store the log's store; from now on only this sequencer commits to it
   * @param journal the log's; what the store had no room for is stored when there is
   * @param grown told each new head of the store, on a thread that commits
   * @param stoppedBy told once why, if a fault stops the sequencer
   */
  public Sequencer(
      Threads threads,
      String name,
      LogStore store,
      Journal journal,
      SequencerLimits limits,
      Consumer<TreeHead> grown,
      Consumer<StopCause> stoppedBy) {
    this.store = store;
    this.journal = journal;
    this.limits = limits;
    this.grown = grown;
    this.stoppedBy = stoppedBy;
    this.budget = new Budget(limits);
    this.backlog = new Backlog(threads, limits, TreeGrowth.of(store));
    journal.unstored().forEach(this::takeUp);
    this.durableSize = new AtomicLong(backlog.tip().head().size());
    this.acknowledgements = new Acknowledgements(threads, name, budget, counts);
    this.writer =
        new StoreWriter(
            threads,
            name,
            store,
            journal,
            backlog,
            recentKeys,
            acknowledgements,
            this::stored,
            this::stop);
    this.thread = threads.unstarted("sequence " + name, this::run);
  }

  /** Takes up what is in the journal from before. */
  private void takeUp(Commit unstored) {
    TreeGrowth after = backlog.tip().copy();
    Commit commit = after.next(unstored.entries(), unstored.keys());
    recentKeys.add(commit);
    backlog.add(new Placed(commit, List.of(), List.of(), after, true));
  }

  /** Whether the disk has less room than appends have to leave. */
  public boolean isFull() {
    try {
      store.requireRoom(limits.reserveBytes());
      return backlog.hasNoRoom();
    } catch (StoreException e) {
      return true;
    }
  }

  /** Starts to take what was submitted. */
  public void start() {
    writer.start();
    thread.start();
  }

  /** Accepts an append, or refuses it at once; either way its outcome is told exactly once. */
  public void submit(Append append) {
    if (refusal.isDone()) {
      decide(append, stopped(false));
    } else if (!budget.take(append)) {
      decide(append, new AppendOutcome.QueueFull());
    } else {
      queue.add(new Work.Entries(append));
      if (ended) {
        refuseWaiting();
      }
    }
  }

  private void decide(Append append, AppendOutcome refused) {
    counts.add(refused);
    append.whenDecided().accept(refused);
  }

  /** Puts a published checkpoint into the history, with the next commit or a second later. */
  public void record(PublishedCheckpoint checkpoint) {
    backlog.add(checkpoint);
  }

  /** The number of entries accepted and not yet decided. */
  public long pendingEntries() {
    return budget.pendingEntries();
  }

  /** The bytes of those entries. */
  public long pendingBytes() {
    return budget.pendingBytes();
  }

  /** What became of the appends so far. */
  public AppendCounts counts() {
    return counts;
  }

  /** The number of entries that are durable, of which the store may still lack the last ones. */
  public long durableSize() {
    return durableSize.get();
  }

  /** Has all durable entries stored without leisure: somebody waits for it. */
  public void storeSoon() {
    backlog.hurry();
  }

  /** Refuses new appends from now on; those accepted are still decided. */
  public void refuse(String reason) {
    refusal.complete(reason);
  }

  /**
   * Refuses new appends, and returns when all that were accepted are decided and stored; without
   * room in the store, some stay in the journal.
   */
  public void finishAppends() {
    refuse("the log is shutting down");
    CompletableFuture<Void> reached = new CompletableFuture<>();
    queue.add(new Work.Barrier(reached));
    if (ended) {
      refuseWaiting();
    }
    reached.join();
  }

  /** Decides what was accepted, writes the history, and returns when all callers are told. */
  @Override
  public void close() {
    refuse("the log is shutting down");
    queue.add(new Work.End());
    try {
      thread.join();
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    acknowledgements.close();
  }

  private void run() {
    try {
      Batch batch;
      do {
        batch = gather();
        try {
          process(batch);
        } finally {
          batch.barriers().forEach(backlog::add);
        }
      } while (!batch.isLast() && !failed.get());
    } catch (InterruptedException | RuntimeException | Error e) {
      stop(e);
    } finally {
      backlog.end();
      ended = true;
      refuseWaiting();
    }
  }

  /** Waits for work and takes all there is, within limits. */
  private Batch gather() throws InterruptedException {
    Batch batch = new Batch(limits);
    for (Work next = queue.take(); next != null; next = batch.isComplete() ? null : queue.poll()) {
      batch.add(next);
    }
    return batch;
  }

  private void process(Batch batch) {
    List<Append> appends = batch.appends();
    acknowledgements.tell(batch.withdrawn(), new AppendOutcome.QueueFull());
    try {
      if (!appends.isEmpty() && !place(appends)) {
        acknowledgements.tell(appends, stopped(false));
      }
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.FULL) {
        acknowledgements.tell(appends, new AppendOutcome.Stopped(e.getMessage(), true));
        throw e;
      }
      LOG.warn("No room for {} appends: {}", appends.size(), e.getMessage());
      acknowledgements.tell(appends, new AppendOutcome.StoreFull());
    } catch (RuntimeException | Error e) {
      acknowledgements.tell(appends, new AppendOutcome.Stopped(e.toString(), true));
      throw e;
    }
  }

  /** Places appends, anew if what they came behind is refused meanwhile; false after a fault. */
  private boolean place(List<Append> appends) {
    while (!failed.get()) {
      if (handOn(Placement.of(appends, backlog.tip(), recentKeys, store))) {
        return true;
      }
    }
    return false;
  }

  private boolean handOn(Placed placed) {
    if (backlog.hasNoRoom()) {
      throw new StoreException(StoreException.Kind.FULL, "what is in the journal comes first");
    }
    store.requireRoom(limits.reserveBytes() + backlog.bytes() + placed.commit().bytes());
    recentKeys.add(placed.commit());
    boolean isTaken = false;
    try {
      isTaken =
          (placed.isUrgent() && backlog.isDurableBefore(placed) && makeDurable(placed))
              || backlog.add(placed);
      return isTaken;
    } finally {
      if (!isTaken) {
        recentKeys.remove(placed.commit());
      }
    }
  }

  /** Puts a batch into the journal, if there is room for it. */
  private boolean makeDurable(Placed placed) {
    if (!placed.commit().isEmpty()) {
      if (!journal.hasRoom(placed.commit())) {
        return false;
      }
      journal.append(placed.commit());
      // ═══ the durable line: what follows may be acknowledged ═══
      if (!backlog.add(placed.durable())) {
        acknowledgements.tell(placed.appends(), stopped(true)); // a fault came meanwhile
        return true;
      }
      raiseDurable(placed.commit().next().size());
    }
    acknowledgements.tell(placed);
    return true;
  }

  /** What the store has can be read, and so be signed. */
  private void stored(TreeHead head) {
    raiseDurable(head.size());
    grown.accept(head);
  }

  private void raiseDurable(long size) {
    durableSize.accumulateAndGet(size, Math::max);
  }

  private void stop(Throwable cause) {
    if (!failed.compareAndSet(false, true)) {
      return;
    }
    StopCause stop = StopCause.of("entries cannot be stored", cause);
    LOG.error("The log stops: {}", stop.reason(), cause);
    refuse(stop.reason());
    for (Placed placed : backlog.close()) {
      acknowledgements.tell(placed.appends(), stopped(true));
    }
    stoppedBy.accept(stop);
    // For the thread that waits for work.
    queue.add(new Work.End());
  }

  private AppendOutcome stopped(boolean mayBeDurable) {
    return new AppendOutcome.Stopped(refusal.getNow("the log has stopped"), mayBeDurable);
  }

  private void refuseWaiting() {
    for (Work work = queue.poll(); work != null; work = queue.poll()) {
      switch (work) {
        case Work.Entries(Append append) -> acknowledgements.tell(List.of(append), stopped(false));
        case Work.Barrier(CompletableFuture<Void> reached) -> reached.complete(null);
        case Work.End _ -> {}
      }
    }
  }
}
