package dev.cairn.http.fetch;

import java.time.Duration;

/**
 * The moment by which something has to be over.
 *
 * @param nanos in the time of {@link System#nanoTime}
 */
public record Deadline(long nanos) {
  /** The moment when that much time has passed. */
  public static Deadline after(Duration timeout) {
    return new Deadline(System.nanoTime() + timeout.toNanos());
  }

  /**
   * What is left, more than zero.
   *
   * @throws FetchException if nothing is
   */
  public Duration left() throws FetchException {
    Duration left = Duration.ofNanos(nanos - System.nanoTime());
    if (!left.isPositive()) {
      throw new FetchException("not done in time");
    }
    return left;
  }
}
