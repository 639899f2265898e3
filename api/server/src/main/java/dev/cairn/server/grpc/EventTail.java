package dev.cairn.server.grpc;

import dev.cairn.audit.v1.TailEventsRequest;
import dev.cairn.audit.v1.TailEventsResponse;
import dev.cairn.event.filter.Filter;
import dev.cairn.server.grpc.PushedStream.Step;
import dev.cairn.server.log.HostedLog;
import java.util.List;

/** The events of a log from an index on that a filter lets through, as far as it is published. */
final class EventTail implements PushedStream.Source<TailEventsResponse> {
  /** About how many bytes of entries are looked at for one message. */
  private static final int CHUNK_BYTES = 256 << 10;

  private final HostedLog log;
  private final Filter filter;
  private long next;

  EventTail(HostedLog log, TailEventsRequest request, Filter filter) {
    this.log = log;
    this.filter = filter;
    this.next = request.getStart();
  }

  @Override
  public Step<TailEventsResponse> next() {
    long size = log.publisher().published().head().size();
    if (next >= size) {
      return new Step.Pause<>();
    }
    List<byte[]> entries = log.reader().entries(next, size, CHUNK_BYTES);
    TailEventsResponse.Builder response = TailEventsResponse.newBuilder();
    for (byte[] entry : entries) {
      FoundEvents.read(next, entry)
          .filter(found -> filter.matches(found.view()))
          .ifPresent(found -> response.addEvents(found.toProto()));
      next++;
    }
    return new Step.Send<>(response.setNextIndex(next).build());
  }
}
