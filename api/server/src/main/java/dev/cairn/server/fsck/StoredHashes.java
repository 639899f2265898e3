package dev.cairn.server.fsck;

import dev.cairn.server.store.Snapshot;
import dev.cairn.server.store.StoreException;
import dev.cairn.tree.merkle.Hash;
import java.util.ArrayList;
import java.util.List;

/**
 * The stored hashes of one level, from the left to the right, up to the first that is unreadable.
 */
final class StoredHashes {
  private static final int RUN = 1_024;

  private final Snapshot view;
  private final Findings findings;
  private final int level;
  private final long size;
  private List<Hash> run = List.of();
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
  List<Hash> next(int count) {
    List<Hash> hashes = new ArrayList<>(count);
    while (hashes.size() < count && position < size && !ended) {
      if (position == runStart + run.size()) {
        readRun();
      } else {
        hashes.add(run.get((int) (position - runStart)));
        position++;
      }
    }
    return hashes;
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
      run = List.of();
      findings.add(new Finding.UnreadableNode(level, position, e.getMessage()));
      ended = true;
    }
  }
}
