package dev.cairn.witness.poll;

import dev.failsafe.spi.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Time that passes when it is told to; what is due runs in the caller's thread. */
final class ManualScheduler implements Scheduler, InstantSource {
  private final PriorityQueue<Due<?>> waiting =
      new PriorityQueue<>(
          Comparator.<Due<?>>comparingLong(due -> due.at).thenComparingInt(d -> d.id));
  private long now;
  private int scheduled;

  @Override
  public synchronized ScheduledFuture<?> schedule(Callable<?> task, long delay, TimeUnit unit) {
    Due<?> due = new Due<>(task, now + unit.toNanos(delay), scheduled++);
    waiting.add(due);
    return due;
  }

  @Override
  public synchronized Instant instant() {
    return Instant.ofEpochSecond(0, now);
  }

  /** Lets time pass until the next task that waits, and runs it. */
  Duration runNext() {
    Due<?> due;
    long waited;
    synchronized (this) {
      do {
        due = waiting.remove();
      } while (due.isCancelled());
      waited = Math.max(0, due.at - now);
      now += waited;
    }
    due.run();
    return Duration.ofNanos(waited);
  }

  /** Runs what is due at once, and then the next task that has to wait; returns its waiting. */
  Duration runNextThatWaits() {
    Duration waited = runNext();
    while (waited.isZero()) {
      waited = runNext();
    }
    return waited;
  }

  synchronized void runAllDue() {
    while (!waiting.isEmpty() && waiting.peek().at <= now) {
      var _ = runNext();
    }
  }

  private static final class Due<V> extends FutureTask<V> implements ScheduledFuture<V> {
    private final long at;
    private final int id;

    Due(Callable<V> task, long at, int id) {
      super(task);
      this.at = at;
      this.id = id;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(at, TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(at, other.getDelay(TimeUnit.NANOSECONDS));
    }
  }
}
