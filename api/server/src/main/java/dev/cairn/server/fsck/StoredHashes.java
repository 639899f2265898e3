package dev.cairn.server.fsck;

import dev.cairn.server.store.Snapshot;
import dev.cairn.server.store.StoreException;
import dev.cairn.tree.merkle.HashList;
import java.util.ArrayList;
import java.util.List;

/**
 * The stored hashes of one level, from the left to the right, up to the first that is unreadable.
 */
final class StoredHashes {
  private static final int RUN = 4_096;

  private final Snapshot view;
  private final Findings findings;
  private final int level;
  private final long size;
  private HashList run = HashList.EMPTY;
  private long runStart;
  private long position;
  private boolean ended;

  StoredHashes(Snapshot view, Findings findings, int level) {
    this.view = view;
    this.findings = findings;
    this.level = level;
    this.size = view.head().size() >> level;
  }

  /** The position of the next hash. */
  long position() {
    return position;
  }

  /** Up to {@code count} further hashes; fewer at the end. What cannot be read is a finding. */
  HashList next(int count) {
    List<HashList> hashes = new ArrayList<>();
    int found = 0;
    while (found < count && position < size && !ended) {
      int from = (int) (position - runStart);
      if (from == run.size()) {
        readRun();
      } else {
        HashList next = run.subList(from, Math.min(run.size(), from + count - found));
        hashes.add(next);
        found += next.size();
        position += next.size();
      }
    }
    return hashes.size() == 1 ? hashes.getFirst() : HashList.join(hashes);
  }

  private void readRun() {
    runStart = position;
    try {
      run = view.hashes(level, position, Math.min(size, position + RUN));
    } catch (StoreException e) {
      readSingle();
    }
  }

  /** Finds out which one of a run it is. */
  private void readSingle() {
    try {
      run = view.hashes(level, position, position + 1);
    } catch (StoreException e) {
      run = HashList.EMPTY;
      findings.add(new Finding.UnreadableNode(level, position, e.getMessage()));
      ended = true;
    }
  }
}
