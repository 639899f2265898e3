package dev.cairn.server.sequence;

import dev.cairn.server.store.Commit;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.StoreException;
import dev.cairn.server.store.journal.Journal;
import dev.cairn.server.thread.Threads;
import dev.cairn.tree.merkle.TreeHead;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that brings the backlog into the store, what waits as one commit. Meanwhile the next
 * batches get their places.
 */
final class StoreWriter {
  private static final Logger LOG = LoggerFactory.getLogger(StoreWriter.class);

  /** How long what is in the journal waits for room in the store, again and again. */
  private static final Duration ROOM_PATIENCE = Duration.ofSeconds(1);

  private final LogStore store;
  private final Journal journal;
  private final Backlog backlog;
  private final RecentKeys recentKeys;
  private final Acknowledgements acknowledgements;
  private final Consumer<TreeHead> grown;
  private final Consumer<Throwable> failed;
  private final Thread thread;
  private boolean isFull;

  /**
   * Prepares to write.
   *
   * @param grown told each head that the store has, on this thread
   * @param failed told why, if the thread ends by a fault
   */
  StoreWriter(
      Threads threads,
      String name,
      LogStore store,
      Journal journal,
      Backlog backlog,
      RecentKeys recentKeys,
      Acknowledgements acknowledgements,
      Consumer<TreeHead> grown,
      Consumer<Throwable> failed) {
    this.store = store;
    this.journal = journal;
    this.backlog = backlog;
    this.recentKeys = recentKeys;
    this.acknowledgements = acknowledgements;
    this.grown = grown;
    this.failed = failed;
    this.thread = threads.unstarted("store " + name, this::run);
  }

  void start() {
    thread.start();
  }

  /** Waits until the end of the backlog is stored. */
  void join() throws InterruptedException {
    thread.join();
  }

  private void run() {
    boolean more = true;
    while (more) {
      Backlog.Load load = null;
      try {
        load = backlog.take();
        more = write(load);
      } catch (InterruptedException | RuntimeException | Error e) {
        more = false;
        failed.accept(e);
      } finally {
        if (load != null) {
          acknowledgements.reached(load.barriers());
        }
      }
    }
  }

  /** Returns whether there is more to come. */
  private boolean write(Backlog.Load load) throws InterruptedException {
    try {
      Commit commit = commit(load);
      if (!commit.isEmpty()) {
        store.commit(commit);
        isFull = false;
      }
      // ═══ the durable line, also for what is not in the journal ═══
      if (backlog.stored(load)) {
        settle(load.placed(), commit.next());
      }
      return !load.isLast();
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.FULL) {
        throw e;
      }
      return refuse(load, e);
    }
  }

  private Commit commit(Backlog.Load load) {
    List<Commit> commits = load.placed().stream().map(Placed::commit).toList();
    Commit commit = commits.isEmpty() ? Commit.none(store.head()) : Commit.join(commits);
    return load.checkpoints().isEmpty() ? commit : commit.with(load.checkpoints());
  }

  private void settle(List<Placed> stored, TreeHead head) {
    try {
      journal.release(head.size());
      stored.forEach(placed -> recentKeys.remove(placed.commit()));
      grown.accept(head);
    } finally {
      stored.stream().filter(placed -> !placed.isDurable()).forEach(acknowledgements::tell);
    }
  }

  /** No room: what is not durable is refused, and what is stays in the journal until there is. */
  private boolean refuse(Backlog.Load load, StoreException full) throws InterruptedException {
    Backlog.Refused refused = backlog.refuse(load, placed -> recentKeys.remove(placed.commit()));
    if (!isFull && !load.placed().isEmpty()) {
      // Once, though what is durable is tried again and again.
      isFull = true;
      LOG.warn("No room for {} batches: {}", load.placed().size(), full.getMessage());
    }
    for (Placed placed : refused.batches()) {
      acknowledgements.tell(placed.appends(), new AppendOutcome.StoreFull());
    }
    acknowledgements.reached(refused.barriers());
    if (backlog.hasNoRoom() && !refused.isOver()) {
      backlog.pause(ROOM_PATIENCE);
    }
    return !refused.isOver();
  }
}
