package dev.cairn.server.sequence;

import dev.cairn.server.store.Commit;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.PublishedCheckpoint;
import dev.cairn.server.store.StoreException;
import dev.cairn.tree.merkle.Frontier;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.merkle.TreeHead;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives every append its place. One thread takes what waits as one batch, hashes it, and commits
 * it; a second one tells the callers. There is no timer: a lone append waits for one commit, and
 * under load a batch is whatever arrived during the last commit.
 *
 * <p>A store that fails stops the sequencer: what waits is refused, and nothing is accepted any
 * more. Only a store without room is not final.
 */
public final class Sequencer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sequencer.class);

  /** How long checkpoints wait for entries to share a commit with. */
  private static final Duration CHECKPOINT_PATIENCE = Duration.ofSeconds(1);

  /** Up to how many appends of a commit are told on the sequencer's own thread. */
  private static final int TELL_AT_ONCE = 2;

  private final LogStore store;
  private final SequencerLimits limits;
  private final Consumer<TreeHead> grown;
  private final Consumer<String> stoppedBy;
  private final Budget budget;
  // Bounded by the budget: each append takes at least one entry of it.
  private final BlockingQueue<Work> queue = new LinkedBlockingQueue<>();
  private final ExecutorService acknowledgements;
  private final Thread thread;
  private final TreeHasher hasher = new TreeHasher();

  private Frontier frontier;
  private TreeHead head;
  private volatile Optional<String> refusal = Optional.empty();
  private volatile boolean ended;

  /**
   * Prepares to sequence.
   *
   * @param name names the threads
   * @param store the log's store; from now on only this sequencer commits to it
   * @param grown told each new durable head, on the sequencer's thread
   * @param stoppedBy told once why, if the store's failure stops the sequencer
   */
  public Sequencer(
      String name,
      LogStore store,
      SequencerLimits limits,
      Consumer<TreeHead> grown,
      Consumer<String> stoppedBy) {
    this.store = store;
    this.limits = limits;
    this.grown = grown;
    this.stoppedBy = stoppedBy;
    this.budget = new Budget(limits);
    this.head = store.head();
    this.frontier = store.read(view -> Frontier.load(view.head().size(), view));
    this.acknowledgements =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("acknowledge " + name).daemon().factory());
    this.thread = Thread.ofPlatform().name("sequence " + name).unstarted(this::run);
  }

  /** Starts to take what was submitted. */
  public void start() {
    thread.start();
  }

  /** Accepts an append, or refuses it at once; either way its outcome is told exactly once. */
  public void submit(Append append) {
    if (refusal.isPresent()) {
      append.whenDecided().accept(new AppendOutcome.Stopped(refusal.get(), false));
    } else if (!budget.take(append)) {
      append.whenDecided().accept(new AppendOutcome.QueueFull());
    } else {
      queue.add(new Work.Entries(append));
      if (ended) {
        refuseWaiting();
      }
    }
  }

  /** Puts a published checkpoint into the history, with the next commit or a second later. */
  public void record(PublishedCheckpoint checkpoint) {
    queue.add(new Work.Published(checkpoint));
  }

  /** The number of entries accepted and not yet decided. */
  public long pendingEntries() {
    return budget.pendingEntries();
  }

  /** Refuses new appends from now on; those accepted are still decided. */
  public synchronized void refuse(String reason) {
    if (refusal.isEmpty()) {
      refusal = Optional.of(reason);
    }
  }

  /** Refuses new appends, and returns when all that were accepted are decided. */
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
        process(batch);
        List<CompletableFuture<Void>> reached = batch.barriers();
        acknowledgements.execute(() -> reached.forEach(barrier -> barrier.complete(null)));
      } while (!batch.isLast());
    } catch (InterruptedException e) {
      refuse("the sequencer was interrupted");
    } catch (StoreException e) {
      stop("the store failed: " + e.getMessage(), e);
    } catch (RuntimeException | Error e) {
      stop("a bug: " + e, e);
    } finally {
      ended = true;
      refuseWaiting();
    }
  }

  private void stop(String reason, Throwable cause) {
    LOG.error("The log stops: {}", reason, cause);
    refuse(reason);
    stoppedBy.accept(reason);
  }

  /** Waits for work and takes all there is, within limits. */
  private Batch gather() throws InterruptedException {
    Batch batch = new Batch(limits);
    batch.add(queue.take());
    while (!batch.isComplete()) {
      Work next =
          batch.appends().isEmpty()
              ? queue.poll(CHECKPOINT_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
              : queue.poll();
      if (next == null) {
        return batch;
      }
      batch.add(next);
    }
    return batch;
  }

  private void process(Batch batch) {
    Growth growth = new Growth(head, frontier, hasher);
    try {
      List<AppendOutcome> outcomes = store.read(view -> growth.addAll(batch.appends(), view));
      Commit commit = growth.commit(batch.checkpoints());
      if (!commit.isEmpty()) {
        store.commit(commit);
      }
      // ═══ the durable line: what follows may be acknowledged and signed ═══
      head = commit.next();
      frontier = growth.frontier();
      grown.accept(head);
      acknowledge(batch.appends(), outcomes);
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.FULL) {
        acknowledgeAll(batch.appends(), new AppendOutcome.Stopped(e.getMessage(), true));
        throw e;
      }
      LOG.warn("No room for {} appends: {}", batch.appends().size(), e.getMessage());
      acknowledgeAll(batch.appends(), new AppendOutcome.StoreFull());
      batch.checkpoints().forEach(this::record);
    } catch (RuntimeException | Error e) {
      acknowledgeAll(batch.appends(), new AppendOutcome.Stopped(e.toString(), true));
      throw e;
    }
  }

  private void acknowledgeAll(List<Append> appends, AppendOutcome outcome) {
    acknowledge(appends, Collections.nCopies(appends.size(), outcome));
  }

  private void acknowledge(List<Append> appends, List<AppendOutcome> outcomes) {
    if (appends.size() <= TELL_AT_ONCE) {
      // Telling a few takes less than waking the thread that would.
      decideAll(appends, outcomes);
    } else {
      acknowledgements.execute(() -> decideAll(appends, outcomes));
    }
  }

  private void decideAll(List<Append> appends, List<AppendOutcome> outcomes) {
    for (int i = 0; i < appends.size(); i++) {
      decide(appends.get(i), outcomes.get(i));
    }
  }

  private void decide(Append append, AppendOutcome outcome) {
    budget.giveBack(append);
    try {
      append.whenDecided().accept(outcome);
    } catch (RuntimeException e) {
      LOG.error("A caller failed to take an outcome", e);
    }
  }

  private void refuseWaiting() {
    String reason = refusal.orElse("the log has stopped");
    for (Work work = queue.poll(); work != null; work = queue.poll()) {
      switch (work) {
        case Work.Entries(Append append) ->
            decide(append, new AppendOutcome.Stopped(reason, false));
        case Work.Barrier(CompletableFuture<Void> reached) -> reached.complete(null);
        case Work.Published _, Work.End _ -> {}
      }
    }
  }
}
