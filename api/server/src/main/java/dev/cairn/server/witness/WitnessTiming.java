package dev.cairn.server.witness;

import java.time.Duration;

/**
 * When witnesses are asked, and how long for.
 *
 * @param minInterval the least time between two candidates, whoever waits; at least 0
 * @param leisure the least time between two candidates while nobody waits; at least {@code
 *     minInterval}. Witnesses run by others may ask for minutes here
 * @param refresh how old a candidate gets before it is cosigned again, for a newer time, though the
 *     log has not grown; at least {@code leisure}
 * @param timeout the longest that one exchange with a witness may take; more than 0
 * @param patience how long an append waits for the quorum before it is answered with a lower level;
 *     more than 0
 * @param startPatience how long the start waits until enough witnesses are heard, before it goes on
 *     without signing; at least 0
 */
public record WitnessTiming(
    Duration minInterval,
    Duration leisure,
    Duration refresh,
    Duration timeout,
    Duration patience,
    Duration startPatience) {

  /** Suits witnesses that are run together with the log. */
  public static final WitnessTiming DEFAULT =
      new WitnessTiming(
          Duration.ofMillis(5),
          Duration.ofMillis(200),
          Duration.ofMinutes(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(3));

  /** Refuses intervals that contradict each other. */
  public WitnessTiming {
    if (minInterval.isNegative()
        || leisure.compareTo(minInterval) < 0
        || refresh.compareTo(leisure) < 0) {
      throw new IllegalArgumentException(
          "need 0 <= min interval (" + minInterval.toMillis() + " ms) <= leisure <= refresh");
    }
    if (!timeout.isPositive() || !patience.isPositive() || startPatience.isNegative()) {
      throw new IllegalArgumentException("timeout and patience must be more than 0");
    }
  }
}
