package dev.cairn.server.thread;

import java.util.concurrent.locks.Condition;

/** As the machine has them. */
final class PlatformThreads implements Threads {
  @Override
  public Thread unstarted(String name, Runnable body) {
    return Thread.ofPlatform().name(name).unstarted(body);
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  @SuppressWarnings("WaitNotInLoop") // The caller loops.
  public long awaitNanos(Condition condition, long nanos) throws InterruptedException {
    return condition.awaitNanos(nanos);
  }
}
