package dev.cairn.bench.load;

import java.util.concurrent.locks.LockSupport;

/** The clock of open loops. */
final class Pace {
  private Pace() {}

  /** Sleeps until that moment of {@link System#nanoTime}; not at all if it is over. */
  static void sleepUntil(long due) throws InterruptedException {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }
}
