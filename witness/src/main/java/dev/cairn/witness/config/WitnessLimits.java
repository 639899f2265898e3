package dev.cairn.witness.config;

import java.time.Duration;

/**
 * What the witness grants those who send to it.
 *
 * @param maxInFlight the most requests at a time, of all peers together
 * @param maxInFlightPerPeer the most requests at a time of one peer; more are answered 429
 * @param requestTimeout how long a request may take to arrive
 */
public record WitnessLimits(int maxInFlight, int maxInFlightPerPeer, Duration requestTimeout) {
  /** 1,024 requests, 64 of a peer, 5 seconds. */
  public static final WitnessLimits DEFAULT = new WitnessLimits(1_024, 64, Duration.ofSeconds(5));

  /**
   * @throws IllegalArgumentException if a value is not more than zero
   */
  public WitnessLimits {
    if (maxInFlight < 1 || maxInFlightPerPeer < 1 || !requestTimeout.isPositive()) {
      throw new IllegalArgumentException("limits are more than zero");
    }
  }
}
