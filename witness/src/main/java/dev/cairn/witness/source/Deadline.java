package dev.cairn.witness.source;

import java.time.Duration;

/**
 * The moment by which a visit has to be over.
 *
 * @param nanos in the time of {@link System#nanoTime}
 */
record Deadline(long nanos) {
  static Deadline after(Duration timeout) {
    return new Deadline(System.nanoTime() + timeout.toNanos());
  }

  /**
   * What is left, more than zero.
   *
   * @throws SourceException if nothing is
   */
  Duration left() throws SourceException {
    Duration left = Duration.ofNanos(nanos - System.nanoTime());
    if (!left.isPositive()) {
      throw new SourceException("not done in time");
    }
    return left;
  }
}
