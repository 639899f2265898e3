package dev.cairn.bench.load;

import io.grpc.Status;
import java.util.Optional;

/**
 * What came of a stretch of load.
 *
 * @param done entries that were acknowledged
 * @param errors entries that were refused or whose answer did not come
 * @param nanos the time from the first request to the last answer
 * @param firstError the first refusal, if there was one
 */
public record Tally(long done, long errors, long nanos, Optional<Status> firstError) {
  /** Nothing yet. */
  public static final Tally NONE = new Tally(0, 0, 0, Optional.empty());

  /** Both stretches together. */
  public Tally plus(Tally later) {
    return new Tally(
        done + later.done,
        errors + later.errors,
        nanos + later.nanos,
        firstError.or(later::firstError));
  }

  /** Entries acknowledged in a second. */
  public double perSecond() {
    return nanos == 0 ? 0 : done * 1e9 / nanos;
  }
}
