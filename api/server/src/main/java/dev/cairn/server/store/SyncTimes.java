package dev.cairn.server.store;

import java.util.concurrent.atomic.LongAdder;

/** How often something was made durable, and how long that took in all. */
public final class SyncTimes {
  private static final double NANOS_PER_SECOND = 1e9;

  private final LongAdder count = new LongAdder();
  private final LongAdder nanos = new LongAdder();

  /** Adds one that began at a time of {@link System#nanoTime} and has ended now. */
  public void addSince(long start) {
    nanos.add(System.nanoTime() - start);
    count.increment();
  }

  /** How often. */
  public long count() {
    return count.sum();
  }

  /** How long, in seconds. */
  public double seconds() {
    return nanos.sum() / NANOS_PER_SECOND;
  }
}
