package dev.cairn.server.sim;

import dev.cairn.server.sequence.Append;
import dev.cairn.server.sequence.AppendOutcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Somebody who appends, over all lives of the log: what has a key is tried again until its outcome
 * is known.
 */
final class Client {
  private static final int MAX_ENTRIES = 5;
  private static final int MAX_IN_FLIGHT = 4;
  private static final long MAX_WAIT_NANOS = 200_000_000;
  private static final long MAX_PAUSE_NANOS = 30_000_000;

  private final String name;
  private final Random random;
  private final Faults faults;
  private final Ledger ledger;
  private final Trace trace;
  private final Deque<Attempt> again = new ArrayDeque<>();
  private final List<Attempt> keyed = new ArrayList<>();
  private final Set<String> undecided = new HashSet<>(); // it may be in the log or not
  private final List<Submission> submissions = new ArrayList<>();
  private int attempts;

  Client(String name, Random random, Faults faults, Ledger ledger, Trace trace) {
    this.name = name;
    this.random = random;
    this.faults = faults;
    this.ledger = ledger;
    this.trace = trace;
  }

  /** One attempt as it was submitted to one log. */
  private static final class Submission {
    private final Attempt attempt;
    private final boolean wasStopped;
    private final long submittedAt;
    private final CompletableFuture<AppendOutcome> outcome = new CompletableFuture<>();

    Submission(Attempt attempt, boolean wasStopped, long submittedAt) {
      this.attempt = attempt;
      this.wasStopped = wasStopped;
      this.submittedAt = submittedAt;
    }
  }

  /** Appends to one life, on one of its threads. */
  void run(RunningLog log, Crew crew, int count) {
    Deque<Submission> inFlight = new ArrayDeque<>();
    for (int i = 0; i < count && !log.isClosing(); i++) {
      inFlight.add(submit(log, crew, next()));
      if (inFlight.size() > random.nextInt(MAX_IN_FLIGHT)) {
        AppendOutcome outcome = inFlight.remove().outcome.join();
        if (outcome instanceof AppendOutcome.Durable durable && random.nextInt(3) == 0) {
          log.await(durable.coveringSize());
        } else if (outcome instanceof AppendOutcome.Durable durable && random.nextInt(4) == 0) {
          log.awaitWitnessed(durable.coveringSize());
        }
      }
      if (random.nextInt(3) == 0) {
        crew.sleep(random.nextLong(MAX_PAUSE_NANOS));
      }
    }
  }

  private Attempt next() {
    if (!again.isEmpty() && random.nextInt(4) > 0) {
      return again.remove();
    }
    String next = name + "-" + attempts++;
    if (!keyed.isEmpty() && random.nextInt(8) == 0) {
      Attempt earlier = keyed.get(random.nextInt(keyed.size()));
      return random.nextBoolean() ? earlier : earlier.conflicting(next, random);
    }
    boolean hasKey = random.nextInt(3) > 0;
    int count = random.nextInt(3) > 0 ? 1 : 1 + random.nextInt(MAX_ENTRIES);
    return Attempt.of(next, hasKey ? Optional.of("key-" + next) : Optional.empty(), count, random);
  }

  private Submission submit(RunningLog log, Crew crew, Attempt attempt) {
    Submission submission = new Submission(attempt, log.stoppedBy().isPresent(), crew.nanoTime());
    submissions.add(submission);
    Append.Goal goal = random.nextBoolean() ? Append.Goal.DURABLE : Append.Goal.CHECKPOINT;
    log.submit(
        new Append(
            attempt.entries(),
            attempt.key(),
            goal,
            outcome -> decided(submission, outcome, crew.nanoTime())));
    return submission;
  }

  private void decided(Submission submission, AppendOutcome outcome, long now) {
    Attempt attempt = submission.attempt;
    trace.add(attempt + " → " + text(outcome));
    if (submission.outcome.isDone()) {
      throw trace.violation(attempt + " was decided twice");
    }
    if (submission.wasStopped && !(outcome instanceof AppendOutcome.Stopped)) {
      throw trace.violation(attempt + " was decided by a log that had stopped");
    }
    if (!faults.isSlow() && now - submission.submittedAt > MAX_WAIT_NANOS) {
      throw trace.violation(attempt + " was decided after a long time");
    }
    switch (outcome) {
      case AppendOutcome.Durable durable -> {
        ledger.acknowledged(attempt, durable);
        if (attempt.key().isPresent() && !attempt.isConflict()) {
          keyed.add(attempt);
        }
      }
      case AppendOutcome.KeyReused(long index) -> ledger.reused(attempt, index);
      case AppendOutcome.QueueFull() -> nothingAppended(attempt);
      case AppendOutcome.StoreFull() -> nothingAppended(attempt);
      case AppendOutcome.Stopped(String _, boolean mayBeDurable) -> {
        if (mayBeDurable) {
          unknown(attempt);
        } else {
          nothingAppended(attempt);
        }
      }
    }
    submission.outcome.complete(outcome);
  }

  private static String text(AppendOutcome outcome) {
    return switch (outcome) {
      case AppendOutcome.Durable(long first, var _, boolean deduplicated) ->
          (deduplicated ? "durable before at " : "durable at ") + first;
      case AppendOutcome.KeyReused(long index) -> "key reused, at " + index;
      case AppendOutcome.QueueFull() -> "queue full";
      case AppendOutcome.StoreFull() -> "store full";
      case AppendOutcome.Stopped(String reason, boolean mayBeDurable) ->
          (mayBeDurable ? "perhaps durable: " : "stopped: ") + reason;
    };
  }

  private void nothingAppended(Attempt attempt) {
    boolean isNew = !undecided.contains(attempt.name()) && !keyed.contains(attempt);
    if (attempt.key().isPresent() && !attempt.isConflict()) {
      again.add(attempt);
    } else if (isNew) {
      ledger.refused(attempt);
    }
  }

  private void unknown(Attempt attempt) {
    undecided.add(attempt.name());
    if (attempt.key().isPresent() && !attempt.isConflict()) {
      again.add(attempt);
    }
  }

  /** A life has ended in good order: all that was submitted to it is decided. */
  void ended() {
    for (Submission submission : submissions) {
      if (!submission.outcome.isDone()) {
        throw trace.violation(submission.attempt + " was never decided");
      }
    }
    submissions.clear();
  }

  /** A life has ended without a word. */
  void lost() {
    submissions.stream()
        .filter(submission -> !submission.outcome.isDone())
        .forEach(submission -> unknown(submission.attempt));
    submissions.clear();
  }
}
