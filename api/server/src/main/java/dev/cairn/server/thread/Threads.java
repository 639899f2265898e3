package dev.cairn.server.thread;

import java.util.concurrent.locks.Condition;

/** Where a log's threads come from, and what they measure their waits by. */
public interface Threads {
  /** Platform threads, and the system's time. */
  Threads PLATFORM = new SystemThreads(Thread::ofPlatform);

  /** Virtual threads, and the system's time. */
  Threads VIRTUAL = new SystemThreads(Thread::ofVirtual);

  /**
   * A thread that is not started yet.
   *
   * @param name for an operator who looks at all threads
   */
  Thread unstarted(String name, Runnable body);

  /** Nanoseconds since some fixed moment: {@link System#nanoTime} where time is the system's. */
  long nanoTime();

  /**
   * Waits as {@link Condition#awaitNanos} does, by this time.
   *
   * @return how much of {@code nanos} is left, not positive if nothing is
   */
  long awaitNanos(Condition condition, long nanos) throws InterruptedException;
}
