package dev.cairn.server.scrub;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only where somebody rests. */
final class FakeTime implements Rest, InstantSource {
  final List<Long> pauses = new ArrayList<>();
  private long nanos;

  @Override
  public void pause(long nanosOfPause) {
    if (nanosOfPause > 0) {
      pauses.add(nanosOfPause);
      nanos += nanosOfPause;
    }
  }

  long nanos() {
    return nanos;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochSecond(1_700_000_000L, nanos);
  }
}
