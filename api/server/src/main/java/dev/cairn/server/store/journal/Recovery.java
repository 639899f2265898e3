package dev.cairn.server.store.journal;

import dev.cairn.server.store.Commit;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.StoreException;
import dev.cairn.server.store.TreeGrowth;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a store up to its journal, by the same commits that would have been made. */
final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  private final LogStore store;
  private final List<Commit> commits;

  private Recovery(LogStore store, List<Commit> commits) {
    this.store = store;
    this.commits = commits;
  }

  /**
   * What the store lacks.
   *
   * @throws StoreException if the journal has entries that do not follow those of the store, or
   *     that do not have the tree head that it states
   */
  static Recovery of(JournalFile journal, LogStore store) {
    TreeGrowth growth = TreeGrowth.of(store);
    List<Commit> commits = new ArrayList<>();
    JournalRecord next = journal.records().get(growth.head().size());
    while (next != null) {
      Commit commit = growth.next(next.entries(), next.keys());
      if (!commit.expected().equals(next.expected()) || !commit.next().equals(next.next())) {
        throw damaged(journal, next.expected().size());
      }
      commits.add(commit);
      next = journal.records().get(growth.head().size());
    }
    long end = growth.head().size();
    if (journal.records().keySet().stream().anyMatch(size -> size >= end)) {
      throw damaged(journal, end);
    }
    return new Recovery(store, commits);
  }

  private static StoreException damaged(JournalFile journal, long size) {
    return new StoreException(
        StoreException.Kind.CORRUPT,
        "%s does not go on from the %d entries before it, some of which were acknowledged; restore it and the store from a backup"
            .formatted(journal.file(), size));
  }

  /** The number of entries that the store lacks. */
  long entries() {
    return commits.stream().mapToLong(commit -> commit.entries().size()).sum();
  }

  /** Commits them. */
  void run() {
    if (!commits.isEmpty()) {
      LOG.info("{} acknowledged entries of the journal go into the store", entries());
      commits.forEach(store::commit);
    }
  }
}
