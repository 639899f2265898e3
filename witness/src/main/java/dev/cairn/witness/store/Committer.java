package dev.cairn.witness.store;

import dev.cairn.tree.merkle.Hash;
import dev.cairn.witness.store.StoreException.Kind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Env;

/**
 * The one thread that writes. It takes all that waits and commits it at once, so that many logs
 * share a sync of the disk; a lone one waits for its own and nothing else.
 *
 * <p>After a commit has failed nobody knows what is durable, and asking the disk again would not
 * tell: a second sync may report success for pages that the first one lost. So nothing is written
 * any more, until the store is opened anew.
 */
final class Committer implements Runnable {
  private static final int QUEUE = 4_096;
  private static final int BATCH = 1_024;
  // Cosigned notes that go along with a commit, beside as many as the commit has heads.
  private static final int NOTES = 32;
  private static final long IDLE_MILLIS = 100;

  private final Environment environment;
  private final DiskSpace disk;
  private final CosignedNotes notes;
  private final BlockingQueue<Work> queue = new ArrayBlockingQueue<>(QUEUE);
  private final ByteBuffer key = ByteBuffer.allocateDirect(Hash.BYTES);
  private final Thread thread;
  private volatile boolean closing;
  private volatile @Nullable StoreException failure;

  Committer(Environment environment, DiskSpace disk, CosignedNotes notes) {
    this.environment = environment;
    this.disk = disk;
    this.notes = notes;
    this.thread = Thread.ofPlatform().name("witness-writer").unstarted(this);
  }

  void start() {
    thread.start();
  }

  /** Waits until the work is durable, and returns what came of it. */
  int submit(Work work) throws InterruptedException {
    requireRunning();
    queue.put(work);
    if (closing && !thread.isAlive()) {
      // It may have come after the last look into the queue.
      failWaiting(Failures.closed());
    }
    return work.done().join();
  }

  /** Refuses if nothing can be written any more. */
  void requireRunning() {
    StoreException failed = failure;
    if (failed != null) {
      throw new StoreException(
          failed.kind(), "an earlier commit failed: " + failed.getMessage(), failed);
    }
    if (closing) {
      throw Failures.closed();
    }
  }

  @Override
  public void run() {
    List<Work> batch = new ArrayList<>(BATCH);
    while (true) {
      Work first = next();
      if (first != null) {
        batch.add(first);
        queue.drainTo(batch, BATCH - 1);
      } else if (closing) {
        break;
      }
      attempt(batch);
      batch.clear();
    }
    writeRemainingNotes();
    failWaiting(Failures.closed());
  }

  private @Nullable Work next() {
    try {
      return closing ? queue.poll() : queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return null;
    }
  }

  private void attempt(List<Work> batch) {
    try {
      if (failure != null) {
        requireRunning();
      }
      commit(batch);
    } catch (StoreException e) {
      if (e.kind() != Kind.FULL && failure == null) {
        failure = e;
      }
      batch.forEach(work -> work.done().completeExceptionally(e));
    } catch (RuntimeException | Error e) {
      // Whatever it is, what has become of the commit is unknown.
      StoreException unknown = new StoreException(Kind.FAILED, "a commit failed: " + e, e);
      failure = unknown;
      batch.forEach(work -> work.done().completeExceptionally(unknown));
    }
  }

  private void commit(List<Work> batch) {
    Map<Hash, CosignedNote> shown = notes.oldest(batch.isEmpty() ? BATCH : NOTES + batch.size());
    if (batch.isEmpty() && shown.isEmpty()) {
      return;
    }
    disk.require(shown.size() + batch.stream().mapToInt(Work::rows).sum());
    int[] outcomes = new int[batch.size()];
    while (!tryWrite(batch, shown, outcomes)) {
      environment.grow();
    }
    notes.remove(shown);
    for (int i = 0; i < outcomes.length; i++) {
      batch.get(i).done().complete(outcomes[i]);
    }
  }

  /** Returns false, with nothing written, if the map is too small. */
  private boolean tryWrite(List<Work> batch, Map<Hash, CosignedNote> shown, int[] outcomes) {
    try {
      environment.write(
          transaction -> {
            Writing writing = new Writing(transaction, environment.tables(), key);
            for (int i = 0; i < outcomes.length; i++) {
              outcomes[i] = batch.get(i).write(writing);
            }
            shown.forEach(writing::keep);
          });
      return true;
    } catch (Env.MapFullException e) {
      return false;
    }
  }

  private void writeRemainingNotes() {
    Map<Hash, CosignedNote> before = Map.of();
    Map<Hash, CosignedNote> waiting = notes.oldest(BATCH);
    while (failure == null && !waiting.isEmpty() && !waiting.equals(before)) {
      attempt(List.of());
      before = waiting;
      waiting = notes.oldest(BATCH);
    }
  }

  private void failWaiting(StoreException e) {
    List<Work> waiting = new ArrayList<>();
    queue.drainTo(waiting);
    waiting.forEach(work -> work.done().completeExceptionally(e));
  }

  /** Writes what waits, and ends the thread. */
  void close() {
    closing = true;
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    failWaiting(Failures.closed());
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
