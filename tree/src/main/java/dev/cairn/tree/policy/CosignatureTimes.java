package dev.cairn.tree.policy;

import java.util.OptionalLong;

/**
 * What a policy's user asks of the times that cosignatures state.
 *
 * @param nowSeconds the time now, in seconds since the epoch
 * @param allowedSkewSeconds how far in the future a time may lie, because clocks differ; one beyond
 *     it spoils the whole note
 * @param maxAgeSeconds how old a cosignature may be to count; empty if it does not matter
 */
public record CosignatureTimes(
    long nowSeconds, long allowedSkewSeconds, OptionalLong maxAgeSeconds) {
  /**
   * @throws IllegalArgumentException if a number is negative
   */
  public CosignatureTimes {
    if (nowSeconds < 0 || allowedSkewSeconds < 0 || maxAgeSeconds.orElse(0) < 0) {
      throw new IllegalArgumentException("times, skew and age are not negative");
    }
  }

  /** Whether a time from 0 to 2^63-1 lies further in the future than clocks may differ. */
  boolean isFuture(long seconds) {
    return seconds - nowSeconds > allowedSkewSeconds;
  }

  /** Whether a time from 0 to 2^63-1 lies too far in the past to count. */
  boolean isStale(long seconds) {
    return maxAgeSeconds.isPresent() && nowSeconds - seconds > maxAgeSeconds.getAsLong();
  }
}
