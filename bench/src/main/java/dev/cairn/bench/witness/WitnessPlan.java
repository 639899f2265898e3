package dev.cairn.bench.witness;

import java.time.Duration;

/**
 * What to measure.
 *
 * @param logs how many logs send checkpoints, 1 to 10,000
 * @param concurrency requests in flight, 1 to 256; a log has no more than one
 * @param seconds how long to measure, 1 to 600, in rounds of a second
 * @param warmUp seconds to warm up before, 0 to 600
 * @param startLogs how many logs a witness knows whose start is timed, 0 to 100,000; 0: none is
 */
record WitnessPlan(int logs, int concurrency, int seconds, int warmUp, int startLogs) {
  /** How long the load of one round is. */
  static final Duration ROUND = Duration.ofSeconds(1);

  private static final int MAX_LOGS = 10_000;
  private static final int MAX_CONCURRENCY = 256;
  private static final int MAX_SECONDS = 600;
  private static final int MAX_START_LOGS = 100_000;

  /** Refuses what cannot be measured, in words for the one who asked. */
  WitnessPlan {
    require("--logs", logs, 1, MAX_LOGS);
    require("--concurrency", concurrency, 1, MAX_CONCURRENCY);
    require("--duration", seconds, 1, MAX_SECONDS);
    require("--warm-up", warmUp, 0, MAX_SECONDS);
    require("--start-logs", startLogs, 0, MAX_START_LOGS);
  }

  private static void require(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be %d to %,d, not %,d".formatted(option, least, most, value));
    }
  }

  /** A line for people. */
  String text() {
    return "add-checkpoint: %,d logs, %,d in flight".formatted(logs, Math.min(concurrency, logs));
  }
}
