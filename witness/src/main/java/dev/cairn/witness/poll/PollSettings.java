package dev.cairn.witness.poll;

import java.time.Duration;

/**
 * How logs are polled.
 *
 * @param timeout how long an attempt may spend on the network, as a whole
 * @param longestInterval the most time between two attempts, however often a log has failed; an
 *     interval that is longer by itself stays as it is
 * @param maxConcurrent the most attempts at a time; the others wait
 */
public record PollSettings(Duration timeout, Duration longestInterval, int maxConcurrent) {
  /** 30 seconds, an hour, 16 attempts. */
  public static final PollSettings DEFAULT =
      new PollSettings(Duration.ofSeconds(30), Duration.ofHours(1), 16);

  /**
   * @throws IllegalArgumentException if a value is not more than zero
   */
  public PollSettings {
    if (!timeout.isPositive() || !longestInterval.isPositive() || maxConcurrent < 1) {
      throw new IllegalArgumentException("poll settings are more than zero");
    }
  }
}
