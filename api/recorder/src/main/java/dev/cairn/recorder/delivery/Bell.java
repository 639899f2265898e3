package dev.cairn.recorder.delivery;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes one thread that waits for any of several things. */
final class Bell {
  private final Semaphore rung = new Semaphore(0);

  /** Wakes the thread now, or the next time that it waits. */
  void ring() {
    rung.release();
  }

  /** Waits until it is rung, at most that long. */
  void await(Duration atMost) throws InterruptedException {
    if (rung.tryAcquire(Math.max(0, atMost.toNanos()), TimeUnit.NANOSECONDS)) {
      rung.drainPermits();
    }
  }
}
