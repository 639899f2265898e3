package dev.cairn.recorder.grpc;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Does work in a thread of its own; what would go beyond its bounds, the caller does. Nothing is
 * dropped.
 */
final class Handoff implements AutoCloseable {
  private static final int MAX_TASKS = 4_096;
  private static final long MAX_BYTES = 32L << 20;
  private static final Duration CLOSING = Duration.ofSeconds(10);

  private final AtomicLong bytes = new AtomicLong();
  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(MAX_TASKS),
          Thread.ofPlatform().daemon().name("cairn-calls").factory(),
          // Not CallerRunsPolicy, which drops what comes after the end.
          (task, ended) -> task.run());

  /**
   * Does a task, now or soon.
   *
   * @param held how many bytes it holds until then
   */
  void accept(Runnable task, long held) {
    if (bytes.addAndGet(held) > MAX_BYTES) {
      bytes.addAndGet(-held);
      task.run();
      return;
    }
    executor.execute(
        () -> {
          bytes.addAndGet(-held);
          task.run();
        });
  }

  /** Does all that was accepted. */
  @Override
  public void close() {
    executor.shutdown();
    boolean isInterrupted = false;
    try {
      if (executor.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      isInterrupted = true;
    }
    executor.shutdownNow().forEach(Runnable::run);
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
