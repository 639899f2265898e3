package dev.cairn.client.mirror;

import dev.cairn.client.CheckFailedException;
import dev.cairn.client.LogException;
import dev.cairn.client.MemoryException;
import dev.cairn.client.UnreachableException;
import dev.cairn.client.tiles.TiledLogReader;
import dev.cairn.tree.MalformedException;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Keeps a mirror at a log's newest head: once, or for as long as it is let. */
public final class MirrorFollower {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final double JITTER = 0.2;

  private final TiledLogReader log;
  private final TrustedHeads heads;
  private final Mirror mirror;

  /** Hears what becomes of following; called by the thread that follows. */
  public interface Listener {
    /** The log is about to be looked at. */
    void looking();

    /** The folder has moved to a new checkpoint. */
    void moved(Mirrored now);

    /** The log could not be copied now; it is tried again. */
    void troubled(LogException failure);
  }

  /** Follows a log; nothing is read yet. */
  public MirrorFollower(TiledLogReader log, TrustedHeads heads, Mirror mirror) {
    this.log = log;
    this.heads = heads;
    this.mirror = mirror;
  }

  /** Moves to the log's newest head, as {@link Mirror#moveTo} does. */
  public Mirrored once() throws LogException {
    try {
      return mirror.moveTo(heads.open(log.checkpoint()));
    } catch (MalformedException e) {
      throw new CheckFailedException("the log's checkpoint is not good: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UnreachableException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Goes on until the thread is interrupted. A log that cannot be read, or shows files that do not
   * verify, is asked again with growing pauses.
   *
   * @param interval between two looks at the log; a fifth more or less by chance
   * @throws CheckFailedException with evidence at the first contradiction
   * @throws MemoryException if the folder cannot be read or written
   */
  public void follow(Duration interval, Listener listener) throws LogException {
    RetryPolicy<Mirrored> retries =
        RetryPolicy.<Mirrored>builder()
            .handleIf(MirrorFollower::mayPass)
            .withBackoff(FIRST_PAUSE, LONGEST_PAUSE)
            .withJitter(JITTER)
            .withMaxRetries(-1)
            .onFailedAttempt(
                attempt -> {
                  if (attempt.getLastException() instanceof LogException failure
                      && mayPass(failure)
                      && !Thread.currentThread().isInterrupted()) {
                    listener.troubled(failure);
                  }
                })
            .build();
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Mirrored now = Failsafe.with(retries).get(() -> look(listener));
        if (now.hasMoved()) {
          listener.moved(now);
        }
        double factor = 1 + JITTER * ThreadLocalRandom.current().nextDouble(-1, 1);
        Thread.sleep(Duration.ofMillis((long) (interval.toMillis() * factor)));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (FailsafeException e) {
      if (Thread.currentThread().isInterrupted()) {
        return; // which closes files that are being written, too
      }
      if (e.getCause() instanceof LogException failure) {
        throw failure;
      }
      if (!(e.getCause() instanceof InterruptedException)) {
        throw e;
      }
      Thread.currentThread().interrupt();
    }
  }

  private Mirrored look(Listener listener) throws LogException {
    listener.looking();
    return once();
  }

  private static boolean mayPass(Throwable failure) {
    return !Thread.currentThread().isInterrupted()
        && (failure instanceof UnreachableException
            || (failure instanceof CheckFailedException check && check.evidence().isEmpty()));
  }
}
