package dev.cairn.server.scrub;

import dev.cairn.server.fsck.Finding;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.StoreException;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.HashList;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads runs of stored hashes. */
final class StoredRuns {
  private final LogStore store;
  private final Pace pace;
  private final Consumer<String> findings;

  StoredRuns(LogStore store, Pace pace, Consumer<String> findings) {
    this.store = store;
    this.pace = pace;
    this.findings = findings;
  }

  /** The nodes {@code [start, end)} of a level; the first that cannot be read is a finding. */
  Optional<HashList> read(int level, long start, long end) throws InterruptedException {
    if (start == end) {
      return Optional.of(HashList.EMPTY);
    }
    try {
      HashList run = store.read(view -> view.hashes(level, start, end));
      pace.spend((end - start) * Hash.BYTES);
      return Optional.of(run);
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.CORRUPT) {
        throw e;
      }
      long first = firstUnreadable(level, start, end);
      findings.accept(new Finding.UnreadableNode(level, first, e.getMessage()).message());
      return Optional.empty();
    }
  }

  private long firstUnreadable(int level, long start, long end) {
    long good = start; // [start, good) can be read
    long bad = end; // [start, bad) cannot
    while (bad - good > 1) {
      long middle = (good + bad) >>> 1;
      if (isReadable(level, start, middle)) {
        good = middle;
      } else {
        bad = middle;
      }
    }
    return good;
  }

  private boolean isReadable(int level, long start, long end) {
    try {
      return store.read(view -> view.hashes(level, start, end).size()) == end - start;
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.CORRUPT) {
        throw e;
      }
      return false;
    }
  }
}
