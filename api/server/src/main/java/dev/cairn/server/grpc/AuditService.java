package dev.cairn.server.grpc;

import dev.cairn.audit.v1.AuditServiceGrpc;
import dev.cairn.audit.v1.GetEventRequest;
import dev.cairn.audit.v1.GetEventResponse;
import dev.cairn.audit.v1.ListProducersRequest;
import dev.cairn.audit.v1.ListProducersResponse;
import dev.cairn.audit.v1.RecordEventRequest;
import dev.cairn.audit.v1.RecordEventResponse;
import dev.cairn.audit.v1.RecordEventsRequest;
import dev.cairn.audit.v1.RecordEventsResponse;
import dev.cairn.audit.v1.SearchEventsRequest;
import dev.cairn.audit.v1.SearchEventsResponse;
import dev.cairn.audit.v1.TailEventsRequest;
import dev.cairn.audit.v1.TailEventsResponse;
import dev.cairn.server.intake.Intake;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Executor;

/** {@code cairn.audit.v1.AuditService}; each method's contract is in audit.proto. */
public final class AuditService extends AuditServiceGrpc.AuditServiceImplBase {
  private final Intake intake;
  private final Executor readers;
  private final RecordCalls records;
  private final EventReads reads;
  private final SearchCalls searches;
  private final EventStreams streams;
  private final OpenStreams openStreams;

  /**
   * Serves the logs of {@code intake}.
   *
   * @param readers runs what reads a store, and what looks into events
   * @param searchers runs what may take long; never refuses
   * @param openStreams told of streams that may be open for long
   * @param searches the most searches that wait or are worked on
   */
  public AuditService(
      Intake intake, Executor readers, Executor searchers, OpenStreams openStreams, int searches) {
    this.intake = intake;
    this.readers = readers;
    this.openStreams = openStreams;
    this.records = new RecordCalls(intake, readers);
    this.reads = new EventReads(intake, readers);
    this.searches = new SearchCalls(intake, searchers, searches);
    this.streams = new EventStreams(intake, searchers, openStreams);
  }

  @Override
  public void recordEvent(RecordEventRequest request, StreamObserver<RecordEventResponse> caller) {
    records.record(request, caller);
  }

  @Override
  public StreamObserver<RecordEventsRequest> recordEvents(
      StreamObserver<RecordEventsResponse> caller) {
    return RecordStream.open(intake, readers, openStreams, caller);
  }

  @Override
  public void getEvent(GetEventRequest request, StreamObserver<GetEventResponse> caller) {
    reads.get(request, caller);
  }

  @Override
  public void tailEvents(TailEventsRequest request, StreamObserver<TailEventsResponse> caller) {
    streams.tail(request, caller);
  }

  @Override
  public void searchEvents(
      SearchEventsRequest request, StreamObserver<SearchEventsResponse> caller) {
    searches.search(request, caller);
  }

  @Override
  public void listProducers(
      ListProducersRequest request, StreamObserver<ListProducersResponse> caller) {
    searches.producers(request, caller);
  }
}
