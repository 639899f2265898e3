package dev.cairn.witness.config;

import java.time.Duration;

/**
 * How logs with a URL are polled.
 *
 * @param interval from one good attempt to the next, for logs that give none themselves
 * @param longestInterval the most time between attempts that fail
 * @param timeout how long one attempt may take
 * @param maxConcurrent the most attempts at a time
 */
public record PollDefaults(
    Duration interval, Duration longestInterval, Duration timeout, int maxConcurrent) {
  /** A minute, an hour, 30 seconds, 16 attempts. */
  public static final PollDefaults DEFAULT =
      new PollDefaults(Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofSeconds(30), 16);
}
