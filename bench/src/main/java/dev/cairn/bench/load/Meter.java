package dev.cairn.bench.load;

import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;

/** Counts one stretch of load; safe for several threads at once. */
final class Meter {
  private final long start = System.nanoTime();
  private final long end;
  private final Histogram latencies;
  private final CountDownLatch running;
  private final AtomicLong left;
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong errors = new AtomicLong();
  private final AtomicReference<Status> firstError = new AtomicReference<>(Status.OK);

  /**
   * Starts to count.
   *
   * @param loops how many loops will each call {@link #loopEnded} once
   */
  Meter(Duration time, Histogram latencies, int loops) {
    this(time, latencies, loops, Long.MAX_VALUE);
  }

  /**
   * Starts to count.
   *
   * @param requests how many may be sent in all
   */
  Meter(Duration time, Histogram latencies, int loops, long requests) {
    this.left = new AtomicLong(requests);
    this.end = start + time.toNanos();
    this.latencies = latencies;
    this.running = new CountDownLatch(loops);
  }

  boolean isOver(long now) {
    return now - end >= 0;
  }

  /** How many more requests may be sent now, at most {@code wanted}; 0: no more, ever. */
  int next(int wanted, long now) {
    if (isOver(now)) {
      return 0;
    }
    return Math.clamp(left.getAndUpdate(n -> Math.max(0, n - wanted)), 0, wanted);
  }

  void done(int entries) {
    done.addAndGet(entries);
  }

  void answered(long nanos) {
    latencies.recordValue(Math.clamp(nanos, 1, latencies.getHighestTrackableValue()));
  }

  /** Counts the entries of an answer. */
  void count(Answers.Answered answered) {
    done(answered.done());
    if (answered.refused() > 0) {
      failed(answered.refused(), answered.error());
    }
  }

  void failed(int entries, Status status) {
    errors.addAndGet(entries);
    firstError.compareAndSet(Status.OK, status);
  }

  void loopEnded() {
    running.countDown();
  }

  /** Waits until all loops have ended. */
  Tally tally() throws InterruptedException {
    long patience = end - System.nanoTime() + Load.PATIENCE.toNanos();
    if (!running.await(patience, TimeUnit.NANOSECONDS)) {
      failed(
          Math.toIntExact(running.getCount()),
          Status.DEADLINE_EXCEEDED.withDescription(
              "no answer for " + Load.PATIENCE.toSeconds() + " s"));
    }
    Status first = firstError.get();
    return new Tally(
        done.get(),
        errors.get(),
        System.nanoTime() - start,
        first.isOk() ? Optional.empty() : Optional.of(first));
  }
}
