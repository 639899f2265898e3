package dev.cairn.server.witness;

import java.time.Duration;

/**
 * How long a witness is left alone after an exchange that failed.
 *
 * @param first after the first failure, and twice as long after each further one
 * @param most the longest
 */
record Backoff(Duration first, Duration most) {
  /** Spares a witness in trouble, and finds it soon after. */
  static final Backoff DEFAULT = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
}
