package dev.cairn.client.events;

import com.google.protobuf.Timestamp;
import dev.cairn.audit.v1.FoundEvent;
import dev.cairn.audit.v1.SearchEventsRequest;
import dev.cairn.audit.v1.SearchEventsResponse;
import dev.cairn.client.CheckFailedException;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What a search finds, a page at a time. Each event is what was asked for, and in the order asked
 * for. That none is left out is the server's word: it claims to have looked at all entries below
 * {@link #searchedSize}.
 */
public final class SearchCursor implements EventCursor {
  /** Pages without an event are allowed, for a search that takes long; for ever is not. */
  private static final int MAX_EMPTY_PAGES = 100_000;

  /** An entry, all that is in it decoded, and a proof. */
  private static final int MAX_EVENT_BYTES = 2 * LogClient.MAX_ENTRY_BYTES + 4_096;

  private static final int MIN_PAGE_BYTES = 4 << 20;

  private final EventCalls calls;
  private final EventCheck check;
  private final EventSearch search;
  private final SearchEventsRequest request;
  private final long searchedSize;
  private final Deque<VerifiedEvent> page = new ArrayDeque<>();
  private String nextPageToken;
  private long last;
  private volatile boolean closed;

  /** Fetches the first page. */
  SearchCursor(EventCalls calls, EventCheck check, String origin, EventSearch search)
      throws LogException {
    this.calls = calls;
    this.check = check;
    this.search = search;
    this.request = request(origin, search);
    SearchEventsResponse first = page(request);
    this.searchedSize = first.getSearchedSize();
    this.nextPageToken = first.getNextPageToken();
    this.last =
        switch (search.order()) {
          case NEWEST_FIRST -> searchedSize;
          case OLDEST_FIRST -> -1;
        };
    if (searchedSize < search.minSize()) {
      throw new CheckFailedException(
          "the log searched %d entries where at least %d were asked for"
              .formatted(searchedSize, search.minSize()));
    }
    accept(first);
  }

  private static SearchEventsRequest request(String origin, EventSearch search) {
    SearchEventsRequest.Builder request =
        SearchEventsRequest.newBuilder()
            .setLog(origin)
            .setFilter(search.filter().toString())
            .setOrder(search.order().toProto())
            .setPageSize(search.pageSize())
            .setMinSize(search.minSize());
    if (!search.from().equals(Instant.MIN)) {
      request.setOccurredFrom(timestamp(search.from()));
    }
    if (!search.until().equals(Instant.MAX)) {
      request.setOccurredUntil(timestamp(search.until()));
    }
    return request.build();
  }

  private static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  /** The search is complete for the log's first so many entries; the server's claim. */
  public long searchedSize() {
    return searchedSize;
  }

  @Override
  public Optional<VerifiedEvent> next() throws LogException {
    for (int empty = 0; page.isEmpty() && !nextPageToken.isEmpty() && !closed; empty++) {
      if (empty == MAX_EMPTY_PAGES) {
        throw new CheckFailedException("the log sent " + empty + " pages without an event");
      }
      fetch();
    }
    return closed ? Optional.empty() : Optional.ofNullable(page.poll());
  }

  private SearchEventsResponse page(SearchEventsRequest wanted) throws LogException {
    int bytes = Math.max(MIN_PAGE_BYTES, search.pageSize() * MAX_EVENT_BYTES);
    return calls.unary(stub -> stub.withMaxInboundMessageSize(bytes).searchEvents(wanted));
  }

  private void fetch() throws LogException {
    SearchEventsRequest next = request.toBuilder().setPageToken(nextPageToken).build();
    SearchEventsResponse answer = page(next);
    if (answer.getSearchedSize() != searchedSize) {
      throw new CheckFailedException(
          "the log searched %d entries for one page and %d for the next"
              .formatted(searchedSize, answer.getSearchedSize()));
    }
    if (answer.getNextPageToken().equals(nextPageToken)) {
      throw new CheckFailedException("the log's pages go in a circle");
    }
    nextPageToken = answer.getNextPageToken();
    accept(answer);
  }

  private void accept(SearchEventsResponse answer) throws LogException {
    List<FoundEvent> claimed = answer.getEventsList();
    if (claimed.size() > search.pageSize()) {
      throw new CheckFailedException(
          "the log sent %d events on a page of %d".formatted(claimed.size(), search.pageSize()));
    }
    List<VerifiedEvent> events = check.open(claimed);
    long before = last;
    for (VerifiedEvent event : events) {
      checkIsAskedFor(event, before);
      before = event.index();
    }
    page.addAll(search.proofs() ? check.prove(events) : events);
    last = before;
  }

  private void checkIsAskedFor(VerifiedEvent event, long before) throws CheckFailedException {
    if (event.index() >= searchedSize) {
      throw new CheckFailedException(
          "the log found event %d in its first %d entries".formatted(event.index(), searchedSize));
    }
    if (!search.order().isAfter(event.index(), before)) {
      throw new CheckFailedException(
          "the log sent event %d after event %d".formatted(event.index(), before));
    }
    if (!search.isMetBy(event)) {
      throw new CheckFailedException(
          "the log sent event " + event.index() + ", which was not searched for");
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
