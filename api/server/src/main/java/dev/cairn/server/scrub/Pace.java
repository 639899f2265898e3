package dev.cairn.server.scrub;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Keeps reading to a rate. Time that was not used is not made up for. */
final class Pace {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final long bytesPerSecond;
  private final LongSupplier nanoTime;
  private final Rest rest;
  private final AtomicLong bytes = new AtomicLong();
  private long free;

  /**
   * @param bytesPerSecond at least 1
   */
  Pace(long bytesPerSecond, LongSupplier nanoTime, Rest rest) {
    this.bytesPerSecond = bytesPerSecond;
    this.nanoTime = nanoTime;
    this.rest = rest;
    this.free = nanoTime.getAsLong();
  }

  /**
   * Takes note of what was read, and waits until more may be.
   *
   * @param count some megabytes at most
   */
  void spend(long count) throws InterruptedException {
    bytes.addAndGet(count);
    long now = nanoTime.getAsLong();
    long price = count * NANOS_PER_SECOND / bytesPerSecond;
    free = (free - now > 0 ? free : now) + price;
    rest.pause(free - now);
  }

  /** All that was read. */
  long bytes() {
    return bytes.get();
  }
}
