package dev.cairn.witness.poll;

import dev.cairn.tree.note.VerifierKey;
import dev.cairn.witness.source.PollUrl;
import java.time.Duration;

/**
 * A log that is polled.
 *
 * @param key the key trusted for the log; its name is the log's origin
 * @param url where it is fetched from
 * @param interval from one good attempt to the next, a tenth more or less; at least 1 ms
 */
public record FollowedLog(VerifierKey key, PollUrl url, Duration interval) {
  /**
   * @throws IllegalArgumentException if the interval is shorter than 1 ms
   */
  public FollowedLog {
    if (interval.toMillis() < 1) {
      throw new IllegalArgumentException("an interval is at least 1 ms, not " + interval);
    }
  }

  /** The log's origin. */
  public String origin() {
    return key.name();
  }
}
