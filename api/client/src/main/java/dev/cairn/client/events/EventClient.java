package dev.cairn.client.events;

import dev.cairn.audit.v1.EventName;
import dev.cairn.audit.v1.GetEventRequest;
import dev.cairn.client.Ack;
import dev.cairn.client.CheckFailedException;
import dev.cairn.client.ClientConfig;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.event.filter.Filter;
import java.util.List;

/**
 * A client of one log's audit events that verifies what it is told, with the trust, the memory and
 * the connection of a {@link LogClient}. Safe for several threads. All methods wait for their
 * answer; what they throw is as there.
 *
 * <p>Inclusion is always proved in the log's newest checkpoint, by {@link LogClient#inclusions}:
 * under a policy that is one that the quorum has cosigned, which an answer of the audit service
 * need not be.
 */
public final class EventClient implements AutoCloseable {
  private final LogClient log;
  private final EventCalls calls;
  private final Runnable closing;

  private EventClient(LogClient log, Runnable closing) {
    this.log = log;
    this.calls = new EventCalls(log);
    this.closing = closing;
  }

  /** A client with a connection of its own, made at the first call. */
  public static EventClient open(ClientConfig config) {
    LogClient log = LogClient.open(config);
    return new EventClient(log, log::close);
  }

  /** A client over another's connection, trust and memory; the caller closes that one. */
  public static EventClient over(LogClient log) {
    return new EventClient(log, () -> {});
  }

  /** The log itself. */
  public LogClient log() {
    return log;
  }

  private String origin() throws LogException {
    return log.trust().origin();
  }

  /**
   * The event at an index.
   *
   * @throws dev.cairn.client.RefusedException with {@code EVENT_NOT_FOUND} if there is none
   */
  public VerifiedEvent get(long index) throws LogException {
    requireIndex(index);
    VerifiedEvent event = get(GetEventRequest.newBuilder().setIndex(index));
    if (event.index() != index) {
      throw new CheckFailedException(
          "the log sent event " + event.index() + " where " + index + " was asked for");
    }
    return prove(event);
  }

  /**
   * The event that its source calls so.
   *
   * @throws dev.cairn.client.RefusedException with {@code EVENT_NOT_FOUND} if the log has none
   */
  public VerifiedEvent get(String source, String id) throws LogException {
    EventName name = EventName.newBuilder().setSource(source).setId(id).build();
    VerifiedEvent event = get(GetEventRequest.newBuilder().setEventName(name));
    if (!event.event().getSource().equals(source) || !event.event().getId().equals(id)) {
      throw new CheckFailedException(
          "the log sent an event of another name: entry " + event.index());
    }
    return prove(event);
  }

  private VerifiedEvent get(GetEventRequest.Builder wanted) throws LogException {
    GetEventRequest request = wanted.setLog(origin()).build();
    return new EventCheck(log).open(calls.unary(stub -> stub.getEvent(request)).getEvent());
  }

  private VerifiedEvent prove(VerifiedEvent event) throws LogException {
    return new EventCheck(log).prove(List.of(event)).getFirst();
  }

  /** Searches. The first page is fetched and verified at once. */
  public SearchCursor search(EventSearch search) throws LogException {
    return new SearchCursor(calls, new EventCheck(log), origin(), search);
  }

  /**
   * Follows the log from an index on, which may lie beyond the tree.
   *
   * @throws IllegalArgumentException if the index is none, or the filter in canonical form is
   *     longer than {@value Filter#MAX_BYTES} bytes
   */
  public TailCursor tail(long start, Filter filter) throws LogException {
    requireIndex(start);
    EventSearch.requireShort(filter);
    return new TailCursor(calls, new EventCheck(log), origin(), start, filter);
  }

  /** The producers whose name begins so. The first page is fetched at once. */
  public ProducerCursor producers(String prefix) throws LogException {
    return new ProducerCursor(calls, origin(), prefix);
  }

  /**
   * Opens a stream to record events that nobody seals.
   *
   * @param ack how far an event must have come before its outcome
   * @throws IllegalArgumentException if it is {@link Ack#WITNESSED} and there is no policy
   */
  public EventRecording record(Ack ack) throws LogException {
    return EventRecording.open(calls, log, ack);
  }

  private static void requireIndex(long index) {
    if (index < 0 || index == Long.MAX_VALUE) {
      throw new IllegalArgumentException("index: " + index + ", in [0, 2^63 - 1)");
    }
  }

  /** Closes the connection, if it is the client's own; calls under way fail. */
  @Override
  public void close() {
    closing.run();
  }
}
