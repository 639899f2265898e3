package dev.cairn.client.audit;

import dev.cairn.client.CheckFailedException;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.client.MemoryException;
import dev.cairn.client.RefusedException;
import dev.cairn.client.UnreachableException;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.event.ExecutionScheduledEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Follows all sources at once, a thread for each, until the end. For one use. */
final class Following {
  private static final Duration SHORT_WATCH = Duration.ofSeconds(2);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final double JITTER = 0.2;

  /** One look at a source. */
  @FunctionalInterface
  private interface Look {
    void look() throws LogException, WitnessException, InterruptedException;
  }

  private final LogClient client;
  private final AuditPlan plan;
  private final Announcer announcer;
  private final boolean goesOn;
  private final CompletableFuture<AuditOutcome.Contradicted> end = new CompletableFuture<>();
  private final List<Thread> threads = new ArrayList<>();

  /**
   * @param goesOn whether a contradiction is told and not the end
   */
  Following(LogClient client, AuditPlan plan, Announcer announcer, boolean goesOn) {
    this.client = client;
    this.plan = plan;
    this.announcer = announcer;
    this.goesOn = goesOn;
  }

  /** Waits for the end: the first contradiction, or what makes it impossible to go on. */
  AuditOutcome.Contradicted run() throws LogException {
    try (WitnessHttp http = new WitnessHttp(plan.deadline())) {
      LogAudit log = new LogAudit(client, plan, announcer);
      start(AuditProgress.LOG, Duration.ZERO, () -> follow(log));
      for (WitnessSource source : plan.witnesses()) {
        WitnessAudit witness = new WitnessAudit(client, source, http, plan.clock());
        start(source.name(), plan.interval(), () -> announcer.visited(witness.visit()));
      }
      return awaitEnd();
    } finally {
      end.cancel(false);
      threads.forEach(Thread::interrupt);
      awaitThreads();
    }
  }

  private AuditOutcome.Contradicted awaitEnd() throws LogException {
    try {
      return end.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnreachableException("interrupted while following the log", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LogException failure) {
        throw failure;
      }
      throw new IllegalStateException("an audit has a bug", e);
    }
  }

  private void awaitThreads() {
    boolean interrupted = Thread.interrupted();
    try {
      for (Thread thread : threads) {
        boolean _ = thread.join(plan.deadline());
      }
    } catch (InterruptedException _) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow(LogAudit log) throws LogException {
    long began = System.nanoTime();
    try {
      var _ = log.history();
      log.watch();
    } catch (UnreachableException e) {
      if (end.isDone()) {
        throw e;
      }
      announcer.troubled(AuditProgress.LOG, String.valueOf(e.getMessage()));
      client.awaitReachable(); // returns as soon as it is there again
      if (System.nanoTime() - began < SHORT_WATCH.toNanos()) {
        throw e; // a log that ends each watch at once is asked again with growing pauses
      }
    }
  }

  private void start(String source, Duration pause, Look look) {
    RetryPolicy<Object> retries =
        RetryPolicy.builder()
            .handle(LogException.class, WitnessException.class)
            .abortOn(failure -> end.isDone())
            .withBackoff(FIRST_PAUSE, LONGEST_PAUSE)
            .withJitter(JITTER)
            .withMaxRetries(-1)
            .onRetryScheduled(retry -> tell(source, retry))
            .build();
    threads.add(
        Thread.ofVirtual()
            .name("cairn-audit-" + source)
            .start(
                () -> {
                  try {
                    while (!end.isDone()) {
                      Failsafe.with(retries).run(() -> once(look));
                      Thread.sleep(pause);
                    }
                  } catch (InterruptedException | FailsafeException _) {
                    return; // it is over
                  } catch (RuntimeException | Error e) {
                    end.completeExceptionally(e);
                  }
                }));
  }

  /** Decides what a failure means; what it throws is tried again unless it was the end. */
  private void once(Look look) throws LogException, WitnessException, InterruptedException {
    try {
      look.look();
    } catch (CheckFailedException e) {
      var contradiction = announcer.contradiction(e);
      contradiction.ifPresent(announcer::contradicted);
      if (!goesOn) {
        contradiction.ifPresentOrElse(end::complete, () -> end.completeExceptionally(e));
      }
      throw e;
    } catch (MemoryException e) {
      end.completeExceptionally(e);
      throw e;
    } catch (LogException e) {
      if (!goesOn && !passes(e)) {
        end.completeExceptionally(e);
      }
      throw e;
    }
  }

  /** Whether waiting may help. */
  private static boolean passes(LogException failure) {
    return failure instanceof UnreachableException
        || (failure instanceof RefusedException refused
            && switch (refused.code()) {
              case RESOURCE_EXHAUSTED, ABORTED, INTERNAL, UNKNOWN -> true;
              case OK,
                  CANCELLED,
                  INVALID_ARGUMENT,
                  DEADLINE_EXCEEDED,
                  NOT_FOUND,
                  ALREADY_EXISTS,
                  PERMISSION_DENIED,
                  FAILED_PRECONDITION,
                  OUT_OF_RANGE,
                  UNIMPLEMENTED,
                  UNAVAILABLE,
                  DATA_LOSS,
                  UNAUTHENTICATED ->
                  false;
            });
  }

  private void tell(String source, ExecutionScheduledEvent<Object> retry) {
    Throwable failure = retry.getLastException();
    boolean isTold = failure instanceof CheckFailedException check && check.evidence().isPresent();
    if (!isTold && failure != null && !end.isDone()) {
      announcer.troubled(source, String.valueOf(failure.getMessage()));
    }
  }
}
