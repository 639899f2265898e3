package dev.cairn.witness.poll;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import dev.failsafe.spi.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One log being followed: attempt after attempt, until it is stopped. */
final class Following {
  private static final double JITTER = 0.1;
  private static final double BACKOFF_FACTOR = 2;

  private final Duration interval;
  private final Duration longest;
  private final Supplier<PollOutcome> attempt;
  private final Consumer<PollOutcome> done;
  private final Semaphore slots;
  private final Scheduler scheduler;
  private final RetryPolicy<PollOutcome> untilGood;
  private final AtomicReference<Future<?>> underWay =
      new AtomicReference<>(CompletableFuture.completedFuture(null));
  private volatile boolean stopped;

  /**
   * A log to be followed from {@link #start} on.
   *
   * @param slots one is held during each attempt
   * @param done hears of every attempt's outcome
   */
  Following(
      Duration interval,
      Duration longest,
      Supplier<PollOutcome> attempt,
      Consumer<PollOutcome> done,
      Semaphore slots,
      Scheduler scheduler) {
    this.interval = interval;
    this.longest = longest.compareTo(interval) < 0 ? interval : longest;
    this.attempt = attempt;
    this.done = done;
    this.slots = slots;
    this.scheduler = scheduler;
    this.untilGood = untilGood();
  }

  private RetryPolicy<PollOutcome> untilGood() {
    var policy =
        RetryPolicy.<PollOutcome>builder()
            .handleResultIf(PollOutcome.Failed.class::isInstance)
            .withMaxRetries(-1)
            .withJitter(JITTER);
    return longest.equals(interval)
        ? policy.withDelay(interval).build()
        : policy.withBackoff(interval, longest, BACKOFF_FACTOR).build();
  }

  // No lock here: Failsafe holds one of its own when it says that an attempt is done, and takes it
  // when one is cancelled.

  /** Makes the first attempt as soon as there is a slot for it. */
  void start() {
    if (!stopped) {
      var good = Failsafe.with(untilGood).with(scheduler).getAsync(this::attempt);
      waitFor(good);
      var _ = good.thenAccept(this::waitAfter);
    }
  }

  private void waitFor(Future<?> next) {
    underWay.set(next);
    if (stopped) {
      next.cancel(/* mayInterruptIfRunning= */ true);
    }
  }

  private PollOutcome attempt() throws InterruptedException {
    slots.acquire();
    PollOutcome outcome;
    try {
      outcome = attempt.get();
    } catch (RuntimeException e) {
      // The witness's store, or a bug: the log is followed on, and the operator told.
      outcome = new PollOutcome.Failed(e.toString());
    } finally {
      slots.release();
    }
    done.accept(outcome);
    return outcome;
  }

  private void waitAfter(PollOutcome outcome) {
    if (!stopped) {
      Duration pause = outcome instanceof PollOutcome.Forked ? longest : interval;
      double factor = 1 - JITTER + 2 * JITTER * ThreadLocalRandom.current().nextDouble();
      long nanos = (long) (pause.toNanos() * factor);
      waitFor(scheduler.schedule(Executors.callable(this::start), nanos, TimeUnit.NANOSECONDS));
    }
  }

  /** Interrupts an attempt under way, and starts none after it. */
  void stop() {
    stopped = true;
    underWay.get().cancel(/* mayInterruptIfRunning= */ true);
  }
}
