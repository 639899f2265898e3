package dev.cairn.server.thread;

import java.util.concurrent.locks.Condition;
import java.util.function.Supplier;

/** The Java platform's own. */
final class SystemThreads implements Threads {
  private final Supplier<Thread.Builder> builders;

  SystemThreads(Supplier<Thread.Builder> builders) {
    this.builders = builders;
  }

  @Override
  public Thread unstarted(String name, Runnable body) {
    return builders.get().name(name).unstarted(body);
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
