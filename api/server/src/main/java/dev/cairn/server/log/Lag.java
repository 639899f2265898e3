package dev.cairn.server.log;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * How long the oldest entry has waited for a head that covers it, within a tenth of a second.
 * Bounded: if very many wait for very long, those that came last are taken for older than they are.
 */
final class Lag {
  private static final long SPACING_NANOS = 100_000_000;
  private static final int MAX_MARKS = 1_024;
  private static final double NANOS_PER_SECOND = 1e9;

  private final LongSupplier covered;
  private final LongSupplier nanoTime;
  // The entries before the first mark are covered; those up to a mark came when it says, or later.
  private final Deque<Mark> marks = new ArrayDeque<>();

  private record Mark(long size, long nanos) {}

  /**
   * @param covered the size of the newest head
   */
  Lag(LongSupplier covered, LongSupplier nanoTime) {
    this.covered = covered;
    this.nanoTime = nanoTime;
  }

  /** Takes note that the log has grown. */
  synchronized void grown(long size) {
    long now = nanoTime.getAsLong();
    forgetCovered();
    Mark last = marks.peekLast();
    if (last == null) {
      if (size > covered.getAsLong()) {
        marks.add(new Mark(size, now));
      }
    } else if (now - last.nanos() < SPACING_NANOS || marks.size() == MAX_MARKS) {
      marks.removeLast();
      marks.add(new Mark(Math.max(last.size(), size), last.nanos()));
    } else if (size > last.size()) {
      marks.add(new Mark(size, now));
    }
  }

  /** How long, in seconds; 0 if all are covered. */
  synchronized double seconds() {
    forgetCovered();
    Mark oldest = marks.peekFirst();
    return oldest == null ? 0 : (nanoTime.getAsLong() - oldest.nanos()) / NANOS_PER_SECOND;
  }

  private void forgetCovered() {
    long size = covered.getAsLong();
    while (!marks.isEmpty() && marks.getFirst().size() <= size) {
      marks.removeFirst();
    }
  }
}
