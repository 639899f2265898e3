package dev.cairn.server.publish;

import java.time.Duration;

/**
 * When durable heads are published.
 *
 * @param minInterval the least time between two checkpoints, whoever waits; at least 0
 * @param leisure how long a durable head may go unpublished while nobody waits for it; at least
 *     {@code minInterval}
 */
public record PublishTiming(Duration minInterval, Duration leisure) {

  /** Quick for those who wait, sparing while nobody does. */
  public static final PublishTiming DEFAULT =
      new PublishTiming(Duration.ofMillis(1), Duration.ofMillis(200));

  /** Refuses intervals that contradict each other. */
  public PublishTiming {
    if (minInterval.isNegative() || leisure.compareTo(minInterval) < 0) {
      throw new IllegalArgumentException("need 0 <= min interval <= leisure");
    }
  }
}
