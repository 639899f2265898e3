package dev.cairn.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.rpc.Code;
import com.google.rpc.Status;
import dev.cairn.audit.v1.AuditServiceGrpc;
import dev.cairn.audit.v1.Collection;
import dev.cairn.audit.v1.EntryRest;
import dev.cairn.audit.v1.FoundEvent;
import dev.cairn.audit.v1.GetEventRequest;
import dev.cairn.audit.v1.GetEventResponse;
import dev.cairn.audit.v1.ListProducersRequest;
import dev.cairn.audit.v1.ListProducersResponse;
import dev.cairn.audit.v1.LoggedEvent;
import dev.cairn.audit.v1.RecordEventsRequest;
import dev.cairn.audit.v1.RecordEventsResponse;
import dev.cairn.audit.v1.SearchEventsRequest;
import dev.cairn.audit.v1.SearchEventsResponse;
import dev.cairn.audit.v1.SearchOrder;
import dev.cairn.audit.v1.TailEventsRequest;
import dev.cairn.audit.v1.TailEventsResponse;
import dev.cairn.event.LoggedEntry;
import dev.cairn.event.filter.EventView;
import dev.cairn.event.filter.Filter;
import dev.cairn.event.filter.FilterException;
import dev.cairn.event.seal.Collecting;
import dev.cairn.log.v1.AckLevel;
import dev.cairn.log.v1.AppendOutcome;
import dev.cairn.log.v1.AppendedRun;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.note.SigningKey;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** The contract of the audit service over a test log's tree: honest, but for its lies. */
final class TestAuditService extends AuditServiceGrpc.AuditServiceImplBase {
  private static final int CREDIT = 512;

  private final TestLogService log;
  private final SigningKey key;

  TestAuditService(TestLogService log, SigningKey key) {
    this.log = log;
    this.key = key;
  }

  private <T> void answer(StreamObserver<T> caller, Class<T> type, T truth) {
    caller.onNext(log.lies.apply(type, truth));
    caller.onCompleted();
  }

  /** The event at an index, if there is one. */
  private Optional<FoundEvent> found(long index, Filter filter) {
    byte[] bytes = log.tree().entry(index);
    if (!LoggedEntry.isEvent(bytes)) {
      return Optional.empty();
    }
    try {
      LoggedEntry entry = LoggedEntry.parse(bytes);
      EventView view = new EventView(index, entry.event(), entry.link(), entry.collection());
      FoundEvent.Builder found =
          FoundEvent.newBuilder().setIndex(index).setEntry(ByteString.copyFrom(bytes));
      found.setEvent(entry.event()).setCollection(entry.collection());
      return filter.matches(view) ? Optional.of(found.build()) : Optional.empty();
    } catch (MalformedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Filter filter(String text) {
    try {
      return Filter.parse(text);
    } catch (FilterException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void getEvent(GetEventRequest request, StreamObserver<GetEventResponse> caller) {
    synchronized (log) {
      Optional<FoundEvent> found =
          LongStream.range(0, log.tree().size())
              .mapToObj(index -> found(index, Filter.ALL))
              .flatMap(Optional::stream)
              .filter(event -> isNamed(request, event))
              .findFirst();
      if (found.isEmpty()) {
        caller.onError(TestStatus.of(Code.NOT_FOUND, "EVENT_NOT_FOUND", Map.of()));
        return;
      }
      answer(
          caller,
          GetEventResponse.class,
          GetEventResponse.newBuilder().setEvent(found.get()).build());
    }
  }

  private static boolean isNamed(GetEventRequest request, FoundEvent event) {
    return request.hasEventName()
        ? event.getEvent().getSource().equals(request.getEventName().getSource())
            && event.getEvent().getId().equals(request.getEventName().getId())
        : event.getIndex() == request.getIndex();
  }

  /** A page token is the next index and the searched size. */
  @Override
  public void searchEvents(
      SearchEventsRequest request, StreamObserver<SearchEventsResponse> caller) {
    synchronized (log) {
      boolean oldest = request.getOrder() == SearchOrder.SEARCH_ORDER_OLDEST_FIRST;
      String[] token = request.getPageToken().split(":", 2);
      long size = request.getPageToken().isEmpty() ? log.tree().size() : Long.parseLong(token[1]);
      long next =
          request.getPageToken().isEmpty() ? (oldest ? 0 : size - 1) : Long.parseLong(token[0]);
      SearchEventsResponse.Builder truth = SearchEventsResponse.newBuilder().setSearchedSize(size);
      for (; next >= 0 && next < size; next += oldest ? 1 : -1) {
        if (truth.getEventsCount() == request.getPageSize()) {
          truth.setNextPageToken(next + ":" + size);
          break;
        }
        found(next, filter(request.getFilter()))
            .filter(event -> isInTime(request, event.getEvent().getOccurredTime()))
            .ifPresent(truth::addEvents);
      }
      answer(caller, SearchEventsResponse.class, truth.build());
    }
  }

  private static boolean isInTime(SearchEventsRequest request, Timestamp time) {
    Instant at = instant(time);
    return (!request.hasOccurredFrom() || !at.isBefore(instant(request.getOccurredFrom())))
        && (!request.hasOccurredUntil() || at.isBefore(instant(request.getOccurredUntil())));
  }

  private static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  /** A reader that follows the log. */
  private final class Tail implements Runnable {
    private final TailEventsRequest request;
    private final StreamObserver<TailEventsResponse> caller;
    private long next;

    Tail(TailEventsRequest request, StreamObserver<TailEventsResponse> caller) {
      this.request = request;
      this.caller = caller;
      this.next = request.getStart();
    }

    @Override
    public void run() {
      long size = log.tree().size();
      if (next >= size) {
        return;
      }
      TailEventsResponse.Builder truth = TailEventsResponse.newBuilder().setNextIndex(size);
      for (; next < size; next++) {
        found(next, filter(request.getFilter())).ifPresent(truth::addEvents);
      }
      caller.onNext(log.lies.apply(TailEventsResponse.class, truth.build()));
    }
  }

  @Override
  public void tailEvents(TailEventsRequest request, StreamObserver<TailEventsResponse> caller) {
    synchronized (log) {
      ((ServerCallStreamObserver<?>) caller).setOnCancelHandler(() -> {});
      Tail tail = new Tail(request, caller);
      log.onPublished.add(tail);
      tail.run();
    }
  }

  /** No producers, but for what lies say. */
  @Override
  public void listProducers(
      ListProducersRequest request, StreamObserver<ListProducersResponse> caller) {
    synchronized (log) {
      ListProducersResponse truth =
          ListProducersResponse.newBuilder().setSearchedSize(log.tree().size()).build();
      answer(caller, ListProducersResponse.class, truth);
    }
  }

  @Override
  public StreamObserver<RecordEventsRequest> recordEvents(
      StreamObserver<RecordEventsResponse> caller) {
    return new Recording(caller);
  }

  /** Refuses events without an action, and knows those that it has. */
  private final class Recording implements StreamObserver<RecordEventsRequest> {
    private final StreamObserver<RecordEventsResponse> caller;
    private boolean begun;
    private AckLevel ack = AckLevel.ACK_LEVEL_SIGNED;
    private long item;

    Recording(StreamObserver<RecordEventsResponse> caller) {
      this.caller = caller;
    }

    @Override
    public void onNext(RecordEventsRequest request) {
      synchronized (log) {
        RecordEventsResponse.Builder truth = RecordEventsResponse.newBuilder();
        if (!begun) {
          begun = true;
          ack = log.reached(request.getAck());
          caller.onNext(
              log.lies.apply(RecordEventsResponse.class, truth.setCredit(CREDIT).build()));
          return;
        }
        List<byte[]> sealed = seal(request.getRun().getEventsList());
        for (int i = 0; i < sealed.size(); i++) {
          record(request.getRun().getEvents(i), sealed.get(i), truth);
        }
        if (ack != AckLevel.ACK_LEVEL_DURABLE && truth.getRestsCount() > 0) {
          truth.setCheckpoint(log.publish(ack));
        }
        caller.onNext(log.lies.apply(RecordEventsResponse.class, truth.build()));
      }
    }

    private void record(ByteString event, byte[] entry, RecordEventsResponse.Builder truth) {
      AppendOutcome.Builder outcome = AppendOutcome.newBuilder().setFirstItem(item++).setCount(1);
      Optional<FoundEvent> earlier = earlier(event);
      try {
        LoggedEntry parsed = LoggedEntry.parse(entry);
        if (parsed.event().getAction().isEmpty()) {
          truth.addOutcomes(
              outcome.setError(Status.newBuilder().setCode(Code.INVALID_ARGUMENT_VALUE)));
          return;
        }
        long index = earlier.isPresent() ? earlier.get().getIndex() : log.append(entry);
        truth.addOutcomes(
            outcome.setAppended(
                AppendedRun.newBuilder()
                    .setFirstIndex(index)
                    .setAck(ack)
                    .setDeduplicated(earlier.isPresent())));
        truth.addRests(
            earlier.isPresent()
                ? EntryRest.newBuilder().setEntry(earlier.get().getEntry())
                : EntryRest.newBuilder().setCollected(Collecting.rest(parsed)));
      } catch (MalformedException e) {
        throw new IllegalStateException(e);
      }
    }

    private Optional<FoundEvent> earlier(ByteString event) {
      return LongStream.range(0, log.tree().size())
          .mapToObj(index -> found(index, Filter.ALL))
          .flatMap(Optional::stream)
          .filter(found -> found.getEvent().toByteString().equals(event))
          .findFirst();
    }

    private List<byte[]> seal(List<ByteString> events) {
      List<LoggedEvent> collected = new ArrayList<>();
      for (ByteString event : events) {
        collected.add(
            LoggedEvent.newBuilder()
                .setEvent(event)
                .setCollection(Collection.newBuilder().setSubmitter("127.0.0.1"))
                .build());
      }
      return Collecting.seal(key, collected);
    }

    @Override
    public void onError(Throwable cancelled) {}

    @Override
    public void onCompleted() {
      caller.onCompleted();
    }
  }
}
