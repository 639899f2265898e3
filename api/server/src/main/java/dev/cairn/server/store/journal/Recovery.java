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
  private final List<Unstored> commits;

  private Recovery(LogStore store, List<Unstored> commits) {
    this.store = store;
    this.commits = commits;
  }

  /** A commit that the store lacks, and the bytes of its record, {@code [at, end)}. */
  record Unstored(Commit commit, long at, long end) {}

  /**
   * What the store lacks.
   *
   * @throws StoreException if the journal has entries that do not follow those of the store, or
   *     that do not have the tree head that it states
   */
  static Recovery of(JournalFile journal, LogStore store) {
    TreeGrowth growth = TreeGrowth.of(store);
    List<Unstored> commits = new ArrayList<>();
    JournalFile.Located found = journal.records().get(growth.head().size());
    while (found != null) {
      JournalRecord next = found.record();
      Commit commit = growth.next(next.entries(), next.keys());
      if (!commit.expected().equals(next.expected()) || !commit.next().equals(next.next())) {
        throw damaged(journal, next.expected().size());
      }
      commits.add(new Unstored(commit, found.at(), found.end()));
      found = journal.records().get(growth.head().size());
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
    return entries(commits);
  }

  private static long entries(List<Unstored> commits) {
    return commits.stream().mapToLong(unstored -> unstored.commit().entries().size()).sum();
  }

  /** Commits them; returns those for which the store has no room, in order. */
  List<Unstored> run() {
    if (!commits.isEmpty()) {
      LOG.info("{} acknowledged entries of the journal go into the store", entries());
    }
    for (int i = 0; i < commits.size(); i++) {
      try {
        store.commit(commits.get(i).commit());
      } catch (StoreException e) {
        if (e.kind() != StoreException.Kind.FULL) {
          throw e;
        }
        List<Unstored> waiting = commits.subList(i, commits.size());
        LOG.warn("{} entries wait in the journal for room: {}", entries(waiting), e.getMessage());
        return waiting;
      }
    }
    return List.of();
  }
}
