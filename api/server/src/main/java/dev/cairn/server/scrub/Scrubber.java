package dev.cairn.server.scrub;

import dev.cairn.server.fsck.CheckpointOpener;
import dev.cairn.server.store.LogStore;
import dev.cairn.tree.merkle.TreeHead;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Scrubs one running log on a thread of its own, which rests most of the time. */
public final class Scrubber implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Scrubber.class);

  private final Pace pace;
  private final Scrub scrub;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // Guarded by the lock.
  private boolean closing;
  private boolean isOn;

  /** Prepares to scrub, if the settings say so. */
  public Scrubber(Log log, ScrubSettings settings) {
    // No interrupts: they would close the files that the thread reads.
    this.pace = new Pace(Math.max(1, settings.bytesPerSecond()), System::nanoTime, this::pause);
    this.scrub =
        new Scrub(
            log.origin(),
            new ScrubFile(log.file()),
            log.published(),
            findings ->
                new Sweep(
                    log.store(), log.published(), log.opener(), pace, findings, log.edgeIsWrong()),
            settings.interval(),
            InstantSource.system(),
            this::pause);
    this.isOn = settings.isOn();
    this.thread = Thread.ofPlatform().name("scrub " + log.origin()).daemon().unstarted(this::run);
  }

  /**
   * What is scrubbed.
   *
   * @param origin the log's
   * @param file where the position is kept; may be missing, and may be lost
   * @param store the log's; outlives the scrubber
   * @param published the newest published head, of which the store has all
   * @param opener opens checkpoints with the log's key
   * @param edgeIsWrong told, on the scrubber's thread, when the stored right edge does not lead to
   *     the published head: no proof can be made, and the log must not go on
   */
  public record Log(
      String origin,
      Path file,
      LogStore store,
      Supplier<TreeHead> published,
      CheckpointOpener opener,
      Consumer<String> edgeIsWrong) {}

  /** Starts, unless the scrub is turned off, or closed. */
  public void start() {
    lock.lock();
    try {
      if (isOn && !closing) {
        thread.start();
      }
    } finally {
      lock.unlock();
    }
  }

  /** How far it has come, and what it has found, also before the last start. */
  public ScrubStatus status() {
    ScrubState state = scrub.state();
    boolean isInTree = state.position().part() == Position.Part.TREE;
    return new ScrubStatus(
        isOn(),
        state.isUnderWay(),
        isInTree ? state.position().next() : state.size(),
        state.size(),
        pace.bytes(),
        state.last(),
        state.findings(),
        Math.max(state.more(), state.moreNow()),
        scrub.trouble());
  }

  private boolean isOn() {
    lock.lock();
    try {
      return isOn;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (true) {
        scrub.next();
      }
    } catch (InterruptedException e) {
      scrub.keep();
    } catch (RuntimeException | Error e) {
      LOG.error("The scrub ends; restart the server to go on with it", e);
    } finally {
      lock.lock();
      try {
        isOn = false;
      } finally {
        lock.unlock();
      }
    }
  }

  private void pause(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (!closing && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (closing) {
        throw new InterruptedException("the scrubber is being closed");
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends, in the middle of a pass, and returns when the store is read no more. */
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
    try {
      if (!Thread.currentThread().equals(thread)) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
