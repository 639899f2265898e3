package dev.cairn.server.grpc;

import com.google.protobuf.ByteString;
import dev.cairn.audit.v1.EventName;
import dev.cairn.audit.v1.FoundEvent;
import dev.cairn.audit.v1.GetEventRequest;
import dev.cairn.audit.v1.GetEventResponse;
import dev.cairn.event.EventKey;
import dev.cairn.server.intake.Intake;
import dev.cairn.server.intake.Refusal;
import dev.cairn.server.intake.RefusedException;
import dev.cairn.server.log.HostedLog;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Executor;

/** Reads single events. */
final class EventReads {
  private final Intake intake;
  private final CoveredAnswers answers;

  EventReads(Intake intake, Executor readers) {
    this.intake = intake;
    this.answers = new CoveredAnswers(readers);
  }

  void get(GetEventRequest request, StreamObserver<GetEventResponse> observer) {
    Caller<GetEventResponse> caller = new Caller<>(observer);
    caller.attempt(
        () -> {
          HostedLog log = intake.check(request, request.getLog());
          Bound bound =
              request.hasEventName()
                  ? Bound.ofSize("event_name", log.durableSize())
                  : Bound.ofIndex("index", request.getIndex());
          answers.give(log, caller, bound, (_, newest) -> response(log, request, newest));
        });
  }

  private static GetEventResponse response(
      HostedLog log, GetEventRequest request, SignedCheckpoint newest) {
    FoundEvents.Found found = find(log, request, newest);
    FoundEvent.Builder event = found.toProto();
    GetEventResponse.Builder response = GetEventResponse.newBuilder();
    if (request.getWithProof()) {
      event.setInclusionProof(
          Messages.proof(log.reader().inclusion(found.view().index(), newest.head())));
      response.setCheckpoint(ByteString.copyFrom(newest.toBytes()));
    }
    return response.setEvent(event).build();
  }

  private static FoundEvents.Found find(
      HostedLog log, GetEventRequest request, SignedCheckpoint newest) {
    if (!request.hasEventName()) {
      return FoundEvents.require(request.getIndex(), log.reader().entry(request.getIndex()));
    }
    EventName name = request.getEventName();
    return log.reader()
        .keyedIndex(EventKey.of(name.getSource(), name.getId()))
        .filter(index -> index < newest.head().size())
        .map(index -> FoundEvents.require(index, log.reader().entry(index)))
        .filter(event -> event.isNamed(name))
        .orElseThrow(
            () ->
                new RefusedException(
                    new Refusal.EventNotFound(
                        "no event \"%s\" of source \"%s\" is in the log"
                            .formatted(name.getId(), name.getSource()))));
  }
}
