package dev.cairn.server.grpc;

import dev.cairn.log.v1.AppendEntriesRequest;
import dev.cairn.log.v1.AppendEntriesResponse;
import dev.cairn.log.v1.AppendEntryRequest;
import dev.cairn.log.v1.AppendEntryResponse;
import dev.cairn.log.v1.BatchAppendEntriesRequest;
import dev.cairn.log.v1.BatchAppendEntriesResponse;
import dev.cairn.log.v1.BatchGetInclusionProofsRequest;
import dev.cairn.log.v1.BatchGetInclusionProofsResponse;
import dev.cairn.log.v1.GetCheckpointRequest;
import dev.cairn.log.v1.GetCheckpointResponse;
import dev.cairn.log.v1.GetConsistencyProofRequest;
import dev.cairn.log.v1.GetConsistencyProofResponse;
import dev.cairn.log.v1.GetEntryRequest;
import dev.cairn.log.v1.GetEntryResponse;
import dev.cairn.log.v1.GetInclusionProofRequest;
import dev.cairn.log.v1.GetInclusionProofResponse;
import dev.cairn.log.v1.GetLogRequest;
import dev.cairn.log.v1.GetLogResponse;
import dev.cairn.log.v1.ListCheckpointsRequest;
import dev.cairn.log.v1.ListCheckpointsResponse;
import dev.cairn.log.v1.LogServiceGrpc;
import dev.cairn.log.v1.StreamEntriesRequest;
import dev.cairn.log.v1.StreamEntriesResponse;
import dev.cairn.log.v1.TailEntriesRequest;
import dev.cairn.log.v1.TailEntriesResponse;
import dev.cairn.log.v1.WatchCheckpointsRequest;
import dev.cairn.log.v1.WatchCheckpointsResponse;
import dev.cairn.server.intake.Intake;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Executor;

/** {@code cairn.log.v1.LogService}; each method's contract is in log.proto. */
public final class LogService extends LogServiceGrpc.LogServiceImplBase {
  private final Intake intake;
  private final Executor readers;
  private final int streamEntries;
  private final AppendCalls appends;
  private final ReadCalls reads;
  private final ProofCalls proofs;
  private final StreamCalls streams;
  private final OpenStreams openStreams;

  /**
   * Serves the logs of {@code intake}.
   *
   * @param readers runs what reads a store
   * @param streamers runs what reads a store for streams of entries
   * @param openStreams told of streams that may be open for long
   * @param streamEntries the most unacknowledged entries of one stream
   */
  public LogService(
      Intake intake,
      Executor readers,
      Executor streamers,
      OpenStreams openStreams,
      int streamEntries) {
    this.intake = intake;
    this.readers = readers;
    this.streamEntries = streamEntries;
    this.openStreams = openStreams;
    this.appends = new AppendCalls(intake, readers);
    this.reads = new ReadCalls(intake, readers);
    this.proofs = new ProofCalls(intake, readers);
    this.streams = new StreamCalls(intake, streamers, openStreams);
  }

  @Override
  public void getLog(GetLogRequest request, StreamObserver<GetLogResponse> caller) {
    reads.log(request, caller);
  }

  @Override
  public void appendEntry(AppendEntryRequest request, StreamObserver<AppendEntryResponse> caller) {
    appends.append(request, caller);
  }

  @Override
  public void batchAppendEntries(
      BatchAppendEntriesRequest request, StreamObserver<BatchAppendEntriesResponse> caller) {
    appends.batch(request, caller);
  }

  @Override
  public StreamObserver<AppendEntriesRequest> appendEntries(
      StreamObserver<AppendEntriesResponse> caller) {
    return AppendStream.open(intake, readers, streamEntries, openStreams, caller);
  }

  @Override
  public void getEntry(GetEntryRequest request, StreamObserver<GetEntryResponse> caller) {
    reads.entry(request, caller);
  }

  @Override
  public void streamEntries(
      StreamEntriesRequest request, StreamObserver<StreamEntriesResponse> caller) {
    streams.range(request, caller);
  }

  @Override
  public void tailEntries(TailEntriesRequest request, StreamObserver<TailEntriesResponse> caller) {
    streams.tail(request, caller);
  }

  @Override
  public void getInclusionProof(
      GetInclusionProofRequest request, StreamObserver<GetInclusionProofResponse> caller) {
    proofs.inclusion(request, caller);
  }

  @Override
  public void batchGetInclusionProofs(
      BatchGetInclusionProofsRequest request,
      StreamObserver<BatchGetInclusionProofsResponse> caller) {
    proofs.inclusions(request, caller);
  }

  @Override
  public void getConsistencyProof(
      GetConsistencyProofRequest request, StreamObserver<GetConsistencyProofResponse> caller) {
    proofs.consistency(request, caller);
  }

  @Override
  public void getCheckpoint(
      GetCheckpointRequest request, StreamObserver<GetCheckpointResponse> caller) {
    reads.checkpoint(request, caller);
  }

  @Override
  public void listCheckpoints(
      ListCheckpointsRequest request, StreamObserver<ListCheckpointsResponse> caller) {
    reads.checkpoints(request, caller);
  }

  @Override
  public void watchCheckpoints(
      WatchCheckpointsRequest request, StreamObserver<WatchCheckpointsResponse> caller) {
    streams.watch(request, caller);
  }
}
