package dev.cairn.server.search;

import dev.cairn.server.search.lmdb.IndexFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What can be searched at one time.
 *
 * @param segments in their order, from entry 0 on without a gap; the last one still grows
 * @param producers the producers at least as far
 */
record IndexView(List<Segment> segments, ProducersTable producers) {
  static final IndexView EMPTY = new IndexView(List.of(), new ProducersTable());

  IndexView {
    segments = List.copyOf(segments);
  }

  /** How many entries of the log its segments are about. */
  long size() {
    return segments.isEmpty() ? 0 : segments.getLast().end();
  }

  /** The file of its closed segments, if it has any. */
  Optional<IndexFile> file() {
    return !segments.isEmpty() && segments.getFirst() instanceof ClosedSegment closed
        ? Optional.of(closed.file())
        : Optional.empty();
  }

  /** The view after the last segment was closed and the next one begun. */
  IndexView withClosed(ClosedSegment closed, OpenSegment open) {
    List<Segment> more = new ArrayList<>(segments.subList(0, segments.size() - 1));
    more.add(closed);
    more.add(open);
    return new IndexView(more, producers);
  }
}
