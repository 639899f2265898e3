package dev.cairn.server;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What ends at the same time, each on a thread of its own. Nobody waits for it longer than he
 * wants: what hangs is named and left behind.
 */
final class Ending {
  private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

  private final Map<String, CompletableFuture<Void>> steps = new LinkedHashMap<>();

  /**
   * Begins to end something.
   *
   * @param what names it, in a message that it has not ended
   */
  void begin(String what, Runnable end) {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    steps.put(what, ended);
    Thread.ofPlatform()
        .daemon()
        .name("end " + what)
        .start(
            () -> {
              try {
                end.run();
                ended.complete(null);
              } catch (RuntimeException | Error e) {
                ended.completeExceptionally(e);
              }
            });
  }

  /** Waits for all that was begun; returns whether all of it has ended well. */
  boolean await(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    boolean allEnded = true;
    for (Map.Entry<String, CompletableFuture<Void>> step : steps.entrySet()) {
      allEnded &= hasEnded(step.getKey(), step.getValue(), deadline - System.nanoTime());
    }
    steps.clear();
    return allEnded;
  }

  private static boolean hasEnded(String what, CompletableFuture<Void> ended, long nanos) {
    try {
      ended.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      LOG.error("Gave up waiting for the end of {}", what);
    } catch (ExecutionException e) {
      LOG.error("{} did not end as it should", what, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }
}
