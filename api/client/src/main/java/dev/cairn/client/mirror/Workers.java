package dev.cairn.client.mirror;

import dev.cairn.client.LogException;
import dev.cairn.client.UnreachableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A few threads that do numbered work in order; the first failure ends it. */
final class Workers implements AutoCloseable {
  private static final long LAST_STEP_SECONDS = 60;

  private final int count;
  private final ExecutorService threads;

  Workers(int count) {
    this.count = count;
    this.threads =
        Executors.newFixedThreadPool(
            count, Thread.ofPlatform().daemon().name("cairn-copy-", 0).factory());
  }

  /** One piece of work. */
  @FunctionalInterface
  interface Work {
    void run(long index) throws LogException, InterruptedException;
  }

  /** Does the work of {@code [start, end)}. */
  void run(long start, long end, Work work) throws LogException {
    AtomicLong next = new AtomicLong(start);
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < Math.min(count, end - start); i++) {
      running.add(
          threads.submit(
              () -> {
                boolean isDone = false;
                try {
                  for (long at = next.getAndIncrement(); at < end; at = next.getAndIncrement()) {
                    work.run(at);
                  }
                  isDone = true;
                } finally {
                  if (!isDone) {
                    next.set(end); // nobody begins anything new
                  }
                }
                return null;
              }));
    }
    for (Future<?> one : running) {
      await(one);
    }
  }

  private static void await(Future<?> one) throws LogException {
    try {
      one.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnreachableException("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LogException failure) {
        throw failure;
      }
      throw new IllegalStateException("a copy has a bug", e);
    }
  }

  /** Waits for what is under way, so that nothing is written any more. */
  @Override
  public void close() {
    threads.shutdownNow();
    boolean interrupted = Thread.interrupted();
    try {
      var _ = threads.awaitTermination(LAST_STEP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
