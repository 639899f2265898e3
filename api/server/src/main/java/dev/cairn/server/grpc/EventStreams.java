package dev.cairn.server.grpc;

import dev.cairn.audit.v1.TailEventsRequest;
import dev.cairn.audit.v1.TailEventsResponse;
import dev.cairn.server.intake.Intake;
import dev.cairn.server.log.HostedLog;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Executor;

/** The reads of events that answer with a stream. */
final class EventStreams {
  private final Intake intake;
  private final Executor searchers;
  private final OpenStreams openStreams;

  EventStreams(Intake intake, Executor searchers, OpenStreams openStreams) {
    this.intake = intake;
    this.searchers = searchers;
    this.openStreams = openStreams;
  }

  void tail(TailEventsRequest request, StreamObserver<TailEventsResponse> observer) {
    try {
      HostedLog log = intake.check(request, request.getLog());
      EventTail tail = new EventTail(log, request, Filters.parse(request.getFilter()));
      PushedStream.open(observer, tail, log.publisher().board(), searchers, openStreams);
    } catch (RuntimeException e) {
      observer.onError(Statuses.of(e));
    }
  }
}
