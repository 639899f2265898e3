package dev.cairn.cli.tiles;

import dev.cairn.cli.console.ExitCode;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts the thread that made it when the process is told to end, waits until that thread is
 * done with its work, and lets the process end with 0.
 */
final class UntilTold implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Thread worker = Thread.currentThread();
  private final CountDownLatch ended = new CountDownLatch(1);

  UntilTold() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::end, "end"));
  }

  private void end() {
    if (ended.getCount() == 0) {
      return; // it ended by itself, with an exit code of its own
    }
    worker.interrupt();
    try {
      var _ = ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    // A JVM that ends by a signal reports the signal; whoever stops a follower wants to see 0.
    Runtime.getRuntime().halt(ExitCode.OK);
  }

  @Override
  public void close() {
    ended.countDown();
  }
}
