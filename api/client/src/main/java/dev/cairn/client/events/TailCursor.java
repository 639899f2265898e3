package dev.cairn.client.events;

import dev.cairn.audit.v1.TailEventsRequest;
import dev.cairn.audit.v1.TailEventsResponse;
import dev.cairn.client.CheckFailedException;
import dev.cairn.client.LogException;
import dev.cairn.client.UnreachableException;
import dev.cairn.event.filter.Filter;
import io.grpc.stub.BlockingClientCall;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The events that a filter lets through, in order of index, for as long as the log is there. What
 * one message of the server brings is proved by one call, in one checkpoint. That no event is left
 * out is the server's word.
 */
public final class TailCursor implements EventCursor {
  private final BlockingClientCall<?, TailEventsResponse> call;
  private final EventCheck check;
  private final Filter filter;
  private final Deque<VerifiedEvent> verified = new ArrayDeque<>();
  private long next;
  private volatile boolean closed;

  TailCursor(EventCalls calls, EventCheck check, String origin, long start, Filter filter) {
    this.check = check;
    this.filter = filter;
    this.next = start;
    this.call =
        calls
            .streams()
            .tailEvents(
                TailEventsRequest.newBuilder()
                    .setLog(origin)
                    .setStart(start)
                    .setFilter(filter.toString())
                    .build());
  }

  /** All events below this index were given: where to go on after a broken stream. */
  public long nextIndex() {
    return verified.isEmpty() ? next : verified.getFirst().index();
  }

  @Override
  public Optional<VerifiedEvent> next() throws LogException {
    while (verified.isEmpty() && !closed) {
      Optional<TailEventsResponse> message = message();
      if (message.isPresent()) {
        accept(message.get());
      }
    }
    return closed ? Optional.empty() : Optional.of(verified.remove());
  }

  private Optional<TailEventsResponse> message() throws LogException {
    try {
      Optional<TailEventsResponse> message = EventCalls.next(call);
      if (message.isEmpty() && !closed) {
        throw new UnreachableException("the log ended the stream before entry " + next);
      }
      return message;
    } catch (LogException e) {
      if (closed && !Thread.currentThread().isInterrupted()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void accept(TailEventsResponse message) throws LogException {
    try {
      if (message.getNextIndex() <= next) {
        throw new CheckFailedException(
            "the log's tail goes from entry %d to %d".formatted(next, message.getNextIndex()));
      }
      List<VerifiedEvent> events = check.open(message.getEventsList());
      long due = next;
      for (VerifiedEvent event : events) {
        checkIsAskedFor(event, due, message.getNextIndex());
        due = event.index() + 1;
      }
      verified.addAll(check.prove(events));
      next = message.getNextIndex();
    } catch (LogException e) {
      EventCalls.cancel(call);
      throw e;
    }
  }

  private void checkIsAskedFor(VerifiedEvent event, long from, long end)
      throws CheckFailedException {
    if (event.index() < from || event.index() >= end) {
      throw new CheckFailedException(
          "the log sent event %d where one of [%d, %d) is due".formatted(event.index(), from, end));
    }
    if (!filter.matches(event.view())) {
      throw new CheckFailedException(
          "the log sent event " + event.index() + ", which the filter leaves out");
    }
  }

  @Override
  public void close() {
    closed = true;
    EventCalls.cancel(call);
  }
}
