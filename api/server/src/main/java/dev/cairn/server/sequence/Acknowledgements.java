package dev.cairn.server.sequence;

import dev.cairn.server.thread.Threads;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells callers what became of their appends, off the threads that make them durable. */
final class Acknowledgements implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Acknowledgements.class);

  /** Up to how many appends are told at once: that takes less than waking the thread that would. */
  private static final int TELL_AT_ONCE = 2;

  private final Budget budget;
  private final AppendCounts counts;
  private final ExecutorService thread;

  /**
   * Starts a thread.
   *
   * @param budget gets back what the appends took of it
   * @param counts counts the outcomes
   */
  Acknowledgements(Threads threads, String name, Budget budget, AppendCounts counts) {
    this.budget = budget;
    this.counts = counts;
    this.thread =
        Executors.newSingleThreadExecutor(
            body -> {
              Thread daemon = threads.unstarted("acknowledge " + name, body);
              daemon.setDaemon(true);
              return daemon;
            });
    // Started now: later there might be no thread to be had.
    thread.execute(() -> {});
  }

  /** Tells the callers of a batch, which is durable. */
  void tell(Placed placed) {
    tell(placed.appends(), placed.outcomes());
  }

  /** Tells all of them the same. */
  void tell(List<Append> appends, AppendOutcome outcome) {
    tell(appends, Collections.nCopies(appends.size(), outcome));
  }

  private void tell(List<Append> appends, List<AppendOutcome> outcomes) {
    if (appends.size() <= TELL_AT_ONCE) {
      decideAll(appends, outcomes);
    } else {
      thread.execute(() -> decideAll(appends, outcomes));
    }
  }

  /** Completes the futures once all that was told before has been heard. */
  void reached(List<CompletableFuture<Void>> barriers) {
    if (!barriers.isEmpty()) {
      thread.execute(() -> barriers.forEach(barrier -> barrier.complete(null)));
    }
  }

  private void decideAll(List<Append> appends, List<AppendOutcome> outcomes) {
    for (int i = 0; i < appends.size(); i++) {
      decide(appends.get(i), outcomes.get(i));
    }
  }

  private void decide(Append append, AppendOutcome outcome) {
    budget.giveBack(append);
    counts.add(outcome);
    try {
      append.whenDecided().accept(outcome);
    } catch (RuntimeException | Error e) {
      // Whatever it is, the others are told.
      LOG.error("A caller failed to take an outcome", e);
    }
  }

  /** Returns when all callers are told. */
  @Override
  public void close() {
    thread.close();
  }
}
