package dev.cairn.server.search;

import dev.cairn.server.follow.Backoff;
import dev.cairn.server.follow.Progress;
import dev.cairn.server.search.IndexFolder.Opened;
import dev.cairn.server.search.lmdb.IndexFile;
import dev.cairn.server.search.lmdb.UnwritableIndexException;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that follows the log. Its failures are its own: it warns and begins again, with what
 * is damaged built anew and with growing pauses, without the log noticing.
 */
final class EventFollower {
  private static final Logger LOG = LoggerFactory.getLogger(EventFollower.class);
  private static final long ROOM_PATIENCE_NANOS = 1_000_000_000L;

  private final String name;
  private final IndexFolder folder;
  private final LogStore store;
  private final SegmentLimits limits;
  private final Progress<SearchStoppedException> progress;
  private final Thread thread;
  private volatile IndexView view = IndexView.EMPTY;
  private volatile boolean active;
  private volatile Optional<IndexFile> damaged = Optional.empty();
  private volatile boolean closing;
  private final Backoff backoff = new Backoff();

  EventFollower(
      String name,
      IndexFolder folder,
      LogStore store,
      SegmentLimits limits,
      Progress<SearchStoppedException> progress) {
    this.name = name;
    this.folder = folder;
    this.store = store;
    this.limits = limits;
    this.progress = progress;
    this.thread = Thread.ofPlatform().name("search " + name).daemon().unstarted(this::run);
  }

  void start() {
    active = folder.exists();
    thread.start();
  }

  /** There is something to follow for, but it is not followed. */
  void leaveOut() {
    active = true;
  }

  /** Whether there is anything to follow for. */
  boolean isActive() {
    return active;
  }

  /** Follows the log from now on, and after a restart too. */
  void activate() {
    if (!active) {
      begin();
    }
  }

  private synchronized void begin() {
    if (active) {
      return;
    }
    try {
      folder.make();
    } catch (IOException e) {
      LOG.error("The index of events of {} cannot be begun yet", name, e);
    }
    active = true;
    wake();
  }

  void wake() {
    LockSupport.unpark(thread);
  }

  /** Somebody has read in a view what was not written. A closed file is being replaced already. */
  void damaged(IndexView seen) {
    Optional<IndexFile> file = seen.file().filter(IndexFile::isOpen);
    if (file.isPresent()) {
      damaged = file;
      wake();
    }
  }

  /** What can be searched. */
  IndexView view() {
    return view;
  }

  void close() {
    closing = true;
    wake();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!active && !closing) {
        LockSupport.park(this);
      }
      boolean keep = true;
      while (!closing) {
        keep = follow(keep);
        pause(backoff.next());
      }
    } finally {
      progress.end("the index of events of " + name + " has stopped");
    }
  }

  /** Until the time is over, or closing. */
  private void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    if (!time.isZero() && !closing) {
      progress.stall("the index of events of " + name + " has failed and is tried again");
    }
    for (long left = time.toNanos(); left > 0 && !closing; left = end - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
    }
  }

  /** Follows the log until closing or failure. Returns whether what is in the folder is good. */
  private boolean follow(boolean keep) {
    try (Growth growth = open(keep)) {
      progress.resume();
      while (!closing) {
        if (damaged.filter(growth.file()::equals).isPresent()) {
          throw new DamagedIndexException("a reader has found something else in it");
        }
        boolean advanced = growth.advance();
        if (progress.size() >= store.head().size()) {
          backoff.reset();
        }
        if (growth.waitsForRoom()) {
          LockSupport.parkNanos(this, ROOM_PATIENCE_NANOS);
        } else if (!advanced) {
          LockSupport.park(this);
        }
      }
      return true;
    } catch (StoreException e) {
      if (!closing) {
        LOG.warn("The index of events of {} cannot read the log", name, e);
      }
      return true;
    } catch (IOException | UnwritableIndexException e) {
      LOG.warn("The index of events of {} cannot be written, and is tried again", name, e);
      return true;
    } catch (RuntimeException | InternalError e) {
      LOG.warn("The index of events of {} failed and is built anew", name, e);
      return false;
    }
  }

  /** Opens what there is, or deletes it. */
  private Growth open(boolean keep) throws IOException {
    // First the size: whoever finds nothing asks for it next.
    progress.reach(0);
    folder.make();
    return new Growth(folder, store, limits, progress, opened(keep), this::show, view.producers());
  }

  private Opened opened(boolean keep) throws IOException {
    if (keep) {
      try {
        return folder.open(store);
      } catch (RuntimeException e) {
        LOG.warn("The index of events of {} is built anew: {}", name, e.getMessage());
      }
    }
    folder.clear();
    return folder.open(store);
  }

  private void show(IndexView next) {
    view = next;
  }
}
