package dev.cairn.recorder;

import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import com.google.rpc.Status;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.AuditServiceGrpc;
import dev.cairn.audit.v1.Collection;
import dev.cairn.audit.v1.EntryRest;
import dev.cairn.audit.v1.EventRun;
import dev.cairn.audit.v1.LoggedEvent;
import dev.cairn.audit.v1.RecordEventsRequest;
import dev.cairn.audit.v1.RecordEventsResponse;
import dev.cairn.event.EventBytes;
import dev.cairn.event.EventKey;
import dev.cairn.event.LoggedEntry;
import dev.cairn.event.seal.Collecting;
import dev.cairn.event.seal.KeyEvent;
import dev.cairn.event.seal.ProducedEvent;
import dev.cairn.event.seal.ProducerChain;
import dev.cairn.event.seal.Producing;
import dev.cairn.log.v1.AckLevel;
import dev.cairn.log.v1.AppendOutcome;
import dev.cairn.log.v1.AppendedRun;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.note.VerifierKey;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Records streams of events for the fake log: one answer a run. */
final class FakeAuditService extends AuditServiceGrpc.AuditServiceImplBase {
  private final FakeLog log;

  FakeAuditService(FakeLog log) {
    this.log = log;
  }

  @Override
  public StreamObserver<RecordEventsRequest> recordEvents(
      StreamObserver<RecordEventsResponse> caller) {
    ((ServerCallStreamObserver<RecordEventsResponse>) caller).setOnCancelHandler(() -> {});
    synchronized (log) {
      log.streams++;
      caller.onNext(RecordEventsResponse.newBuilder().setCredit(log.credit).build());
    }
    return new Receiver(caller);
  }

  private final class Receiver implements StreamObserver<RecordEventsRequest> {
    private final StreamObserver<RecordEventsResponse> caller;
    private long item;
    private boolean ended;
    private AckLevel ack = AckLevel.ACK_LEVEL_UNSPECIFIED;

    Receiver(StreamObserver<RecordEventsResponse> caller) {
      this.caller = caller;
    }

    @Override
    public void onNext(RecordEventsRequest request) {
      synchronized (log) {
        if (!request.hasRun()) {
          ack = request.getAck();
          return;
        }
        if (ended || log.silent) {
          return;
        }
        log.maxUnacknowledged = Math.max(log.maxUnacknowledged, request.getRun().getEventsCount());
        RecordEventsResponse answer = record(request.getRun());
        if (log.breaksAfterAppending > 0) {
          log.breaksAfterAppending--;
          ended = true;
          caller.onError(io.grpc.Status.UNAVAILABLE.asRuntimeException());
          return;
        }
        caller.onNext(log.lie.apply(answer));
      }
    }

    private RecordEventsResponse record(EventRun run) {
      RecordEventsResponse.Builder answer = RecordEventsResponse.newBuilder();
      List<LoggedEvent> sent;
      try {
        sent = open(run);
      } catch (Refused e) {
        run.getEventsList().forEach(_ -> refuse(answer, e.status));
        return answer.build();
      }
      sent.forEach(event -> record(event, answer));
      return answer.setCheckpoint(log.checkpoint()).build();
    }

    private void refuse(RecordEventsResponse.Builder answer, Status status) {
      answer.addOutcomes(
          AppendOutcome.newBuilder().setFirstItem(item++).setCount(1).setError(status));
    }

    private void record(LoggedEvent sent, RecordEventsResponse.Builder answer) {
      AuditEvent event = parse(sent.getEvent());
      Optional<Status> refusal = log.refusal.apply(event);
      if (refusal.isPresent()) {
        refuse(answer, refusal.get());
        return;
      }
      Long known = log.indexes.get(EventKey.of(event));
      if (known == null) {
        byte[] entry = log(event, sent);
        ByteString rest = Collecting.rest(entry(entry));
        place(answer, log.tree.size() - 1, false);
        answer.addRests(EntryRest.newBuilder().setCollected(rest));
        return;
      }
      byte[] earlier = log.tree.entry(known);
      if (entry(earlier).form().getEvent().equals(sent.getEvent())) {
        place(answer, known, true);
        answer.addRests(EntryRest.newBuilder().setEntry(ByteString.copyFrom(earlier)));
      } else {
        refuse(answer, FakeLog.status(Code.ALREADY_EXISTS, "EVENT_ID_REUSED"));
      }
    }

    private void place(RecordEventsResponse.Builder answer, long index, boolean deduplicated) {
      answer.addOutcomes(
          AppendOutcome.newBuilder()
              .setFirstItem(item++)
              .setCount(1)
              .setAppended(
                  AppendedRun.newBuilder()
                      .setFirstIndex(index)
                      .setDeduplicated(deduplicated)
                      .setAck(ack)));
    }

    @Override
    public void onError(Throwable cancelled) {}

    @Override
    public void onCompleted() {
      synchronized (log) {
        if (!ended) {
          ended = true;
          caller.onCompleted();
        }
      }
    }
  }

  /** A run that is refused as a whole. */
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Status status;

    Refused(Code code, String reason) {
      this(FakeLog.status(code, reason));
    }

    Refused(Status status) {
      super(status.getMessage());
      this.status = status;
    }
  }

  private List<LoggedEvent> open(EventRun run) throws Refused {
    Optional<Status> refusal = log.runRefusal.apply(run);
    if (refusal.isPresent()) {
      throw new Refused(refusal.get());
    }
    if (run.getProducer().isEmpty()) {
      return run.getEventsList().stream()
          .map(event -> LoggedEvent.newBuilder().setEvent(event).build())
          .toList();
    }
    try {
      List<LoggedEvent> events = new ArrayList<>();
      for (ProducedEvent event : Producing.open(run, key(run))) {
        events.add(event.toLogged().build());
      }
      return events;
    } catch (VerificationException | MalformedException e) {
      throw new Refused(Code.INVALID_ARGUMENT, "SEAL_INVALID");
    }
  }

  private VerifierKey key(EventRun run) throws Refused, VerificationException, MalformedException {
    ProducerChain chain =
        log.chains.getOrDefault(run.getProducer(), ProducerChain.begin(run.getProducer()));
    Optional<VerifierKey> known = chain.keyAt(run.getFirstSequence());
    if (known.isPresent()) {
      return known.get();
    }
    AuditEvent first = parse(run.getEvents(0));
    if (!KeyEvent.isKeyEvent(first)) {
      throw new Refused(Code.FAILED_PRECONDITION, "PRODUCER_UNKNOWN");
    }
    return KeyEvent.parse(first, run.getProducer(), run.getFirstSequence()).key();
  }

  /** Appends an event, whoever sent it. */
  private byte[] log(AuditEvent event, LoggedEvent sent) {
    LoggedEvent collected =
        log.forgery.apply(sent).toBuilder()
            .setCollection(Collection.newBuilder().setSubmitter("test"))
            .build();
    byte[] entry = Collecting.seal(log.key, List.of(collected)).getFirst();
    long index = log.tree.append(entry);
    log.indexes.put(EventKey.of(event), index);
    if (sent.hasLink()) {
      log.chains.merge(
          sent.getLink().getProducer(),
          ProducerChain.begin(sent.getLink().getProducer()).after(entry(entry), index),
          (known, _) -> known.after(entry(entry), index));
    }
    return entry;
  }

  /** Logs an event as another client would have. */
  void logUnsealed(AuditEvent event) {
    synchronized (log) {
      byte[] _ = log(event, LoggedEvent.newBuilder().setEvent(event.toByteString()).build());
    }
  }

  private static LoggedEntry entry(byte[] bytes) {
    try {
      return LoggedEntry.parse(bytes);
    } catch (MalformedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static AuditEvent parse(ByteString bytes) {
    try {
      return EventBytes.parse(bytes);
    } catch (MalformedException e) {
      throw new IllegalStateException(e);
    }
  }
}
