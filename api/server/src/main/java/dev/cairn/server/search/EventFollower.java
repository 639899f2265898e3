package dev.cairn.server.search;

import dev.cairn.server.follow.Progress;
import dev.cairn.server.search.IndexFolder.Opened;
import dev.cairn.server.search.lmdb.IndexFile;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.StoreException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that follows the log. Its failures are its own: it warns, deletes the index and begins
 * anew, and after a few times without catching up gives up, without the log noticing.
 */
final class EventFollower {
  private static final Logger LOG = LoggerFactory.getLogger(EventFollower.class);
  private static final int MAX_FAILURES = 3;

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
  // Only the thread counts.
  private int failures;

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
      LOG.error("The index of events of {} cannot be begun", name, e);
      progress.end("the index of events of " + name + " cannot be begun: " + e);
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
      boolean usable = progress.end().isEmpty();
      boolean keep = true;
      while (usable && !closing && failures <= MAX_FAILURES) {
        usable = follow(keep);
        keep = false;
        failures++;
      }
      if (!closing) {
        LOG.error("The index of events of {} stops; restart the server to try again", name);
      }
    } finally {
      progress.end("the index of events of " + name + " has stopped");
    }
  }

  /** Follows the log until closing or failure. Returns whether it makes sense to begin anew. */
  private boolean follow(boolean keep) {
    try (Growth growth = open(keep)) {
      while (!closing) {
        if (damaged.filter(growth.file()::equals).isPresent()) {
          throw new DamagedIndexException("a reader has found something else in it");
        }
        boolean advanced = growth.advance();
        if (failures > 0 && progress.size() >= store.head().size()) {
          failures = 0;
        }
        if (!advanced) {
          LockSupport.park(this);
        }
      }
      return false;
    } catch (StoreException e) {
      if (!closing) {
        LOG.warn("The index of events of {} cannot read the log", name, e);
      }
      return false;
    } catch (IOException | RuntimeException | InternalError e) {
      LOG.warn("The index of events of {} failed and is built anew", name, e);
      return true;
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
