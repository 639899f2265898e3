package dev.cairn.server.index;

import dev.cairn.server.follow.Backoff;
import dev.cairn.server.follow.Progress;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.Snapshot;
import dev.cairn.server.store.StoreException;
import dev.cairn.tree.merkle.Hash;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that follows the log. Its failures are its own: it warns and begins again, with what
 * is damaged built anew and with growing pauses, without the log noticing.
 */
final class LeafIndexer {
  private static final Logger LOG = LoggerFactory.getLogger(LeafIndexer.class);

  private static final int BATCH = 16_384;
  // Twice as fast as entries come: each merge is done before the next of its size begins.
  private static final int MERGED_AT_ONCE = 2 * BATCH;
  private static final int SAMPLES = 8;

  private final String name;
  private final RunFolder folder;
  private final LogStore store;
  private final Lookup lookup;
  private final Progress<IndexStoppedException> progress;
  private final Thread thread;
  private final Backoff backoff = new Backoff();
  private volatile boolean closing;

  LeafIndexer(
      String name,
      RunFolder folder,
      LogStore store,
      Lookup lookup,
      Progress<IndexStoppedException> progress) {
    this.name = name;
    this.folder = folder;
    this.store = store;
    this.lookup = lookup;
    this.progress = progress;
    this.thread = Thread.ofPlatform().name("index " + name).daemon().unstarted(this::run);
  }

  void start() {
    if (folder.isToRead() && folder.isMissing()) {
      LOG.warn("{} has no index of leaf hashes, and none may be made to read it", name);
    }
    thread.start();
  }

  void wake() {
    LockSupport.unpark(thread);
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
      boolean keep = true;
      while (!closing) {
        keep = follow(keep);
        pause(backoff.next());
      }
    } finally {
      progress.end("the index of leaf hashes of " + name + " has stopped");
      lookup.reset(List.of());
    }
  }

  /** Until the time is over, or closing. */
  private void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    if (!time.isZero() && !closing) {
      progress.stall("the index of leaf hashes of " + name + " has failed and is tried again");
    }
    for (long left = time.toNanos(); left > 0 && !closing; left = end - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
    }
  }

  /** Follows the log until closing or failure. Returns whether what is in the folder is good. */
  private boolean follow(boolean keep) {
    try (Merges merges = new Merges(folder, lookup)) {
      open(keep);
      merges.begin();
      while (!closing) {
        boolean grown = index(merges);
        merges.advance(MERGED_AT_ONCE);
        if (!grown && merges.isEmpty()) {
          backoff.reset();
          LockSupport.park(this);
        }
      }
      return true;
    } catch (StoreException e) {
      if (!closing) {
        LOG.warn("The index of leaf hashes of {} cannot read the log", name, e);
      }
      return true;
    } catch (DamagedRunException | RuntimeException | InternalError e) {
      // InternalError is what the JVM makes of a mapped page that cannot be read.
      LOG.warn("The index of leaf hashes of {} failed and is built anew", name, e);
      return false;
    } catch (IOException e) {
      LOG.warn("The index of leaf hashes of {} cannot be written, and is tried again", name, e);
      return true;
    }
  }

  /** Opens what there is, or deletes it. */
  private void open(boolean keep) throws IOException {
    // First the size: whoever finds nothing asks for it next.
    progress.reach(0);
    lookup.reset(List.of());
    lookup.reset(folder.open(run -> keep && isOfThisLog(run)));
    progress.reach(lookup.runsEnd());
    progress.resume();
  }

  /** Whether a run ends within the log, and some of its records say what the log says. */
  private boolean isOfThisLog(Run run) {
    return store.read(view -> run.span().end() <= view.head().size() && samplesAreRight(run, view));
  }

  private static boolean samplesAreRight(Run run, Snapshot view) {
    for (int i = 0; i < SAMPLES; i++) {
      long record = i * (run.count() - 1) / (SAMPLES - 1);
      long index = run.index(record);
      if (index >= run.span().end()) {
        return false;
      }
      Hash leaf = view.leafHashes(index, index + 1).getFirst();
      if (!Fingerprint.of(leaf).equals(run.fingerprint(record))) {
        return false;
      }
    }
    return true;
  }

  /** Takes the next hashes of the log, if there are any. */
  private boolean index(Merges merges) throws IOException {
    long start = progress.size();
    long room = lookup.runsEnd() + Span.SMALLEST - start;
    int count = (int) Math.min(Math.min(BATCH, room), store.head().size() - start);
    if (count <= 0) {
      return false;
    }
    List<Hash> leaves = store.read(view -> view.leafHashes(start, start + count));
    for (int i = 0; i < count; i++) {
      lookup.add(leaves.get(i));
    }
    progress.reach(start + count);
    if (count == room && folder.isToRead()) {
      if (store.head().size() > start + count) {
        progress.end(
            "the index of leaf hashes of %s ends at entry %,d, and may not be written"
                .formatted(name, start + count));
      }
    } else if (count == room) {
      lookup.replaceTail(folder.write(tailSpan(), lookup.tail()));
      merges.begin();
    }
    return true;
  }

  private Span tailSpan() {
    return new Span(lookup.runsEnd(), lookup.runsEnd() + Span.SMALLEST);
  }
}
