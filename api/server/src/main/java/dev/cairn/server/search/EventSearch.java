package dev.cairn.server.search;

import dev.cairn.event.LoggedEntry;
import dev.cairn.event.filter.EventView;
import dev.cairn.event.filter.Filter;
import dev.cairn.tree.MalformedException;
import java.util.ArrayList;
import java.util.List;

/** The search for one page. */
final class EventSearch {
  private static final int BATCH = 64;

  private final Query query;
  private final Filter filter;
  private final Candidates candidates;
  private final EntryReader reader;
  private final SearchBudget budget;
  private final long searchedSize;
  private final List<Hit> hits = new ArrayList<>();
  private long next;
  private boolean isEnded;

  EventSearch(Query query, PageToken from, EntryReader reader, SearchBudget budget) {
    this.query = query;
    this.filter = query.whole();
    this.candidates = new Candidates(filter.expression());
    this.reader = reader;
    this.budget = budget;
    this.searchedSize = from.searchedSize();
    this.next = from.next();
  }

  /** Looks through segments, which are in their order and without a gap up to the searched size. */
  SearchPage page(List<Segment> segments) {
    List<Segment> inOrder =
        switch (query.order()) {
          case NEWEST_FIRST -> segments.reversed();
          case OLDEST_FIRST -> segments;
        };
    for (Segment segment : inOrder) {
      if (!isEnded && isAhead(segment)) {
        search(segment);
      }
    }
    boolean isLast =
        switch (query.order()) {
          case NEWEST_FIRST -> next == 0;
          case OLDEST_FIRST -> next == searchedSize;
        };
    String token = isLast ? "" : new PageToken(next, searchedSize).format(query);
    return new SearchPage(hits, token, searchedSize);
  }

  private boolean isAhead(Segment segment) {
    return segment.start() < searchedSize
        && switch (query.order()) {
          case NEWEST_FIRST -> segment.start() < next;
          case OLDEST_FIRST -> segment.end() > next;
        };
  }

  private void search(Segment segment) {
    Bitmap positions = candidates.in(segment);
    while (!isEnded) {
      List<Long> batch = batch(segment, positions);
      if (batch.isEmpty()) {
        next = beyond(segment);
        isEnded = budget.isSpent();
        return;
      }
      read(batch);
      isEnded = hits.size() == query.pageSize() || budget.isSpent();
    }
  }

  /** Where to go on after a segment. */
  private long beyond(Segment segment) {
    return switch (query.order()) {
      case NEWEST_FIRST -> segment.start();
      case OLDEST_FIRST -> Math.min(segment.end(), searchedSize);
    };
  }

  /** The indexes of the next candidates. */
  private List<Long> batch(Segment segment, Bitmap positions) {
    int most = Math.min(Math.min(BATCH, budget.left()), query.pageSize() - hits.size());
    List<Long> batch = new ArrayList<>(most);
    long at = next;
    while (batch.size() < most) {
      long found = nextCandidate(segment, positions, at);
      if (found < 0) {
        return batch;
      }
      batch.add(found);
      at = after(found);
    }
    return batch;
  }

  /** The index of the next candidate from {@code from} on, in the order asked for, or -1. */
  private long nextCandidate(Segment segment, Bitmap positions, long from) {
    int position =
        switch (query.order()) {
          case NEWEST_FIRST ->
              positions.previous((int) Math.min(from - 1 - segment.start(), Bitmap.BITS - 1));
          case OLDEST_FIRST -> positions.next((int) Math.max(from - segment.start(), 0));
        };
    long index = segment.start() + position;
    return position < 0 || index >= searchedSize ? -1 : index;
  }

  /** Where to go on after an index. */
  private long after(long index) {
    return switch (query.order()) {
      case NEWEST_FIRST -> index;
      case OLDEST_FIRST -> index + 1;
    };
  }

  private void read(List<Long> batch) {
    List<byte[]> entries = reader.entries(batch);
    budget.spend(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      match(batch.get(i), entries.get(i));
    }
    next = after(batch.getLast());
  }

  private void match(long index, byte[] bytes) {
    try {
      LoggedEntry entry = LoggedEntry.parse(bytes);
      if (filter.matches(new EventView(index, entry.event(), entry.link(), entry.collection()))) {
        hits.add(new Hit(index, bytes, entry));
      }
    } catch (MalformedException e) {
      // Not an event: the index was wrong about it.
    }
  }
}
