package dev.cairn.server.follow;

import java.time.Duration;

/**
 * How long a follower that has failed waits before it begins again: not at all the first time, and
 * then longer each time, until it has come on. Belongs to one thread.
 */
public final class Backoff {
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private Duration next = Duration.ZERO;

  /** The next pause. */
  public Duration next() {
    Duration pause = next;
    next = pause.isZero() ? SHORTEST : pause.multipliedBy(2);
    next = next.compareTo(LONGEST) > 0 ? LONGEST : next;
    return pause;
  }

  /** The follower has come on. */
  public void reset() {
    next = Duration.ZERO;
  }
}
