package dev.cairn.server.index;

import dev.cairn.tree.merkle.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The runs, which adjoin each other from entry 0 on, and the tail: the hashes after them, in
 * memory. One thread changes it, any number look things up; a run is unmapped only when none is
 * looking.
 */
final class Lookup {
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private List<Run> runs = List.of();
  private Tail tail = new Tail(0);

  /** What may be the first index of an entry with that leaf hash. */
  OptionalLong find(Hash leaf) {
    lock.readLock().lock();
    try {
      Fingerprint fingerprint = Fingerprint.of(leaf);
      for (Run run : runs) {
        OptionalLong found = run.find(fingerprint);
        if (found.isPresent()) {
          return found;
        }
      }
      return tail.find(fingerprint);
    } finally {
      lock.readLock().unlock();
    }
  }

  List<Run> runs() {
    return runs;
  }

  /** The first index that is not in a run. */
  long runsEnd() {
    return end(runs);
  }

  private static long end(List<Run> runs) {
    return runs.isEmpty() ? 0 : runs.getLast().span().end();
  }

  Tail tail() {
    return tail;
  }

  /** Adds the next entry to the tail. */
  void add(Hash leaf) {
    tail.add(leaf);
  }

  /** Begins anew with {@code next} and no tail. */
  void reset(List<Run> next) {
    change(next, new Tail(end(next)));
  }

  /** Puts a run in the place of the tail. */
  void replaceTail(Run run) {
    List<Run> next = new ArrayList<>(runs);
    next.add(run);
    change(next, new Tail(end(next)));
  }

  /** Puts a run in the place of those that it was merged from, and returns those. */
  List<Run> replaceMerged(Run merged) {
    List<Run> replaced = within(merged.span());
    List<Run> next = new ArrayList<>(runs);
    next.set(next.indexOf(replaced.getFirst()), merged);
    next.removeAll(replaced);
    change(next, tail);
    return replaced;
  }

  /** The runs that lie within a span. */
  List<Run> within(Span span) {
    return runs.stream()
        .filter(run -> run.span().first() >= span.first() && run.span().end() <= span.end())
        .toList();
  }

  private void change(List<Run> nextRuns, Tail nextTail) {
    List<Run> before = runs;
    lock.writeLock().lock();
    try {
      runs = List.copyOf(nextRuns);
      tail = nextTail;
    } finally {
      lock.writeLock().unlock();
    }
    // Whoever looks from now on sees the new runs.
    before.stream().filter(run -> !nextRuns.contains(run)).forEach(Run::close);
  }
}
