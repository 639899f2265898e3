package dev.cairn.server.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The merges under way, at most one of each size. They go on a little at a time, so that the newest
 * entries never wait for a large one.
 */
final class Merges implements AutoCloseable {
  private final RunFolder folder;
  private final Lookup lookup;
  private final List<Merge> merges = new ArrayList<>();

  Merges(RunFolder folder, Lookup lookup) {
    this.folder = folder;
    this.lookup = lookup;
  }

  /** Whether there is nothing to merge. */
  boolean isEmpty() {
    return merges.isEmpty();
  }

  /** Begins every merge whose runs are all there, and for which there is room. */
  void begin() throws IOException {
    Set<Span> wanted = new HashSet<>();
    for (Run run : lookup.runs()) {
      run.span().merged().ifPresent(wanted::add);
    }
    merges.forEach(merge -> wanted.remove(merge.span()));
    for (Span span : wanted) {
      List<Run> runs = lookup.within(span);
      if (runs.size() == Span.FAN_IN
          && runs.stream().allMatch(run -> isEighth(run, span))
          && folder.hasRoom(span)) {
        merges.add(folder.merge(span, runs));
      }
    }
  }

  private static boolean isEighth(Run run, Span span) {
    return run.span().size() * Span.FAN_IN == span.size();
  }

  /** Merges up to {@code count} records in each merge. */
  void advance(int count) throws IOException {
    for (Merge merge : List.copyOf(merges)) {
      Optional<Run> run = merge.advance(count);
      if (run.isPresent()) {
        merges.remove(merge);
        for (Run replaced : lookup.replaceMerged(run.get())) {
          folder.delete(replaced);
        }
        begin();
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (Merge merge : merges) {
      merge.close();
    }
    merges.clear();
  }
}
