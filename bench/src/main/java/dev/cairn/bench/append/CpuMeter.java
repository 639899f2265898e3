package dev.cairn.bench.append;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Processor time of a server while it is loaded. Other work on the machine slows a server down, but
 * hardly changes how much processor time it takes.
 */
final class CpuMeter {
  private final Supplier<Duration> clock;
  private Duration started = Duration.ZERO;
  private Duration taken = Duration.ZERO;

  /**
   * Measures by a clock.
   *
   * @param clock the processor time so far
   */
  CpuMeter(Supplier<Duration> clock) {
    this.clock = clock;
  }

  void start() {
    started = clock.get();
  }

  void stop() {
    taken = taken.plus(clock.get().minus(started));
  }

  void reset() {
    taken = Duration.ZERO;
  }

  /** Microseconds for each of {@code count}; zero if nothing is known. */
  double microsPer(long count) {
    return count == 0 ? 0 : taken.toNanos() / 1e3 / count;
  }
}
