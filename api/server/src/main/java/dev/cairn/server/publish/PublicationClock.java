package dev.cairn.server.publish;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Tells the times of a log's publications, none of which is earlier than the one before, whatever
 * becomes of the machine's clock. Safe for several threads.
 */
public final class PublicationClock {
  private final InstantSource source;
  private Instant last; // guarded by this

  private PublicationClock(InstantSource source, Instant last) {
    this.source = source;
    this.last = last;
  }

  /**
   * A clock that goes on from a publication.
   *
   * @param last the newest time so far; {@link Instant#EPOCH} if there is none
   */
  public static PublicationClock after(InstantSource source, Instant last) {
    return new PublicationClock(source, last);
  }

  /** How far the machine's clock is behind the newest publication, if it is. */
  public synchronized Optional<Duration> behind() {
    Instant now = source.instant();
    return now.isBefore(last) ? Optional.of(Duration.between(now, last)) : Optional.empty();
  }

  /**
   * The time of the next publication, which is the newest from now on; empty while the machine's
   * clock is behind.
   */
  public synchronized Optional<Instant> next() {
    Instant now = source.instant();
    if (now.isBefore(last)) {
      return Optional.empty();
    }
    last = now;
    return Optional.of(now);
  }

  /** The time of the newest publication. */
  public synchronized Instant last() {
    return last;
  }
}
