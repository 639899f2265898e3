package dev.cairn.bench.process;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Processor time of a server while it is loaded. Other work on the machine slows a server down, but
 * hardly changes how much processor time it takes.
 */
public final class CpuMeter {
  private final Supplier<Duration> clock;
  private Duration started = Duration.ZERO;
  private Duration taken = Duration.ZERO;

  /**
   * Measures by a clock.
   *
   * @param clock the processor time so far
   */
  public CpuMeter(Supplier<Duration> clock) {
    this.clock = clock;
  }

  /** Counts from now on. */
  public void start() {
    started = clock.get();
  }

  /** Counts no longer. */
  public void stop() {
    taken = taken.plus(clock.get().minus(started));
  }

  /** Forgets what was counted. */
  public void reset() {
    taken = Duration.ZERO;
  }

  /** Microseconds for each of {@code count}; zero if nothing is known. */
  public double microsPer(long count) {
    return count == 0 ? 0 : taken.toNanos() / 1e3 / count;
  }
}
