package dev.cairn.client.tiles.service;

import com.google.protobuf.ByteString;
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
import dev.cairn.log.v1.LogServiceGrpc.LogServiceImplBase;
import dev.cairn.log.v1.StreamEntriesRequest;
import dev.cairn.log.v1.StreamEntriesResponse;
import dev.cairn.log.v1.TailEntriesRequest;
import dev.cairn.log.v1.TailEntriesResponse;
import dev.cairn.log.v1.WatchCheckpointsRequest;
import dev.cairn.log.v1.WatchCheckpointsResponse;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.note.VerifierKey;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.Arrays;

/** The half of LogService that reads. Levels are not told apart: a tiled log shows one head. */
final class TiledLogService extends LogServiceImplBase {
  private final SignedTrees trees;
  private final Poll poll;
  private final ProofAnswers proofs;

  TiledLogService(SignedTrees trees, Poll poll) {
    this.trees = trees;
    this.poll = poll;
    this.proofs = new ProofAnswers(trees);
  }

  /** Its name and key are those that the caller trusts, once a checkpoint has shown which. */
  @Override
  public void getLog(GetLogRequest request, StreamObserver<GetLogResponse> caller) {
    Answering.one(
        caller,
        () -> {
          VerifierKey key = trees.newest().note().log();
          return GetLogResponse.newBuilder().setOrigin(key.name()).setVkey(key.toString()).build();
        });
  }

  @Override
  public void getCheckpoint(
      GetCheckpointRequest request, StreamObserver<GetCheckpointResponse> caller) {
    Answering.one(
        caller,
        () -> request.hasTreeSize() ? checkpointOf(request.getTreeSize()) : newestCheckpoint());
  }

  private GetCheckpointResponse newestCheckpoint() throws IOException, VerificationException {
    byte[] note = trees.newestNote();
    long size = trees.largest().map(SignedTree::size).orElse(0L);
    return GetCheckpointResponse.newBuilder()
        .setCheckpoint(ByteString.copyFrom(note))
        .setDurableSize(size)
        .setIndexedSize(size)
        .build();
  }

  private GetCheckpointResponse checkpointOf(long size) throws IOException, VerificationException {
    SignedTree newest = trees.newest();
    SignedTree wanted = trees.ofSize(size).orElseThrow(() -> Refusals.checkpointNotFound(size));
    return GetCheckpointResponse.newBuilder()
        .setCheckpoint(bytes(wanted))
        .setDurableSize(newest.size())
        .setIndexedSize(newest.size())
        .build();
  }

  static ByteString bytes(SignedTree signed) {
    return ByteString.copyFrom(signed.note().toBytes());
  }

  @Override
  public void listCheckpoints(
      ListCheckpointsRequest request, StreamObserver<ListCheckpointsResponse> caller) {
    Answering.one(
        caller,
        () -> {
          SignedTree newest = trees.covering(request.getMinSize());
          ListCheckpointsResponse.Builder answer = ListCheckpointsResponse.newBuilder();
          if (newest.size() >= request.getMinSize()) {
            answer.addCheckpoints(bytes(newest));
          }
          return answer.build();
        });
  }

  /** The newest, and whatever is there instead of it later: also what goes back. */
  @Override
  public void watchCheckpoints(
      WatchCheckpointsRequest request, StreamObserver<WatchCheckpointsResponse> caller) {
    Answering.many(
        caller,
        out -> {
          byte[] shown = new byte[0];
          for (byte[] note = trees.newestNote(); true; note = poll.next()) {
            if (!Arrays.equals(note, shown)) {
              out.send(
                  WatchCheckpointsResponse.newBuilder()
                      .setCheckpoint(ByteString.copyFrom(note))
                      .build());
              shown = note;
            }
          }
        });
  }

  @Override
  public void getEntry(GetEntryRequest request, StreamObserver<GetEntryResponse> caller) {
    long index = request.getIndex();
    Answering.one(
        caller,
        () -> {
          SignedTree signed = trees.covering(index + 1);
          if (signed.size() <= index) {
            throw Refusals.beyondTree("index", index, signed.size());
          }
          return GetEntryResponse.newBuilder().setEntry(EntryMessages.entry(signed, index)).build();
        });
  }

  @Override
  public void streamEntries(
      StreamEntriesRequest request, StreamObserver<StreamEntriesResponse> caller) {
    Answering.many(
        caller,
        out -> {
          boolean isToEnd = request.getEnd() == 0;
          SignedTree signed = isToEnd ? trees.newest() : trees.covering(request.getEnd());
          long end = isToEnd ? signed.size() : request.getEnd();
          if (signed.size() < end) {
            throw Refusals.beyondTree("end", end, signed.size());
          }
          if (request.getStart() < end) {
            EntryMessages.send(
                signed,
                request.getStart(),
                end,
                entries ->
                    out.send(StreamEntriesResponse.newBuilder().addAllEntries(entries).build()));
          }
        });
  }

  @Override
  public void tailEntries(TailEntriesRequest request, StreamObserver<TailEntriesResponse> caller) {
    Answering.many(
        caller,
        out -> {
          long next = request.getStart();
          while (true) {
            SignedTree signed = poll.beyond(next);
            EntryMessages.send(
                signed,
                next,
                signed.size(),
                entries ->
                    out.send(
                        TailEntriesResponse.newBuilder()
                            .addAllEntries(entries)
                            .setTreeSize(signed.size())
                            .build()));
            next = signed.size();
          }
        });
  }

  @Override
  public void getInclusionProof(
      GetInclusionProofRequest request, StreamObserver<GetInclusionProofResponse> caller) {
    Answering.one(caller, () -> proofs.inclusion(request));
  }

  @Override
  public void batchGetInclusionProofs(
      BatchGetInclusionProofsRequest request,
      StreamObserver<BatchGetInclusionProofsResponse> caller) {
    Answering.one(caller, () -> proofs.inclusions(request));
  }

  @Override
  public void getConsistencyProof(
      GetConsistencyProofRequest request, StreamObserver<GetConsistencyProofResponse> caller) {
    Answering.one(caller, () -> proofs.consistency(request));
  }

  @Override
  public void appendEntry(AppendEntryRequest request, StreamObserver<AppendEntryResponse> caller) {
    caller.onError(Refusals.readOnly());
  }

  @Override
  public void batchAppendEntries(
      BatchAppendEntriesRequest request, StreamObserver<BatchAppendEntriesResponse> caller) {
    caller.onError(Refusals.readOnly());
  }

  @Override
  public StreamObserver<AppendEntriesRequest> appendEntries(
      StreamObserver<AppendEntriesResponse> caller) {
    caller.onError(Refusals.readOnly());
    return new Unheard();
  }

  /** Takes what comes before the caller has read the refusal. */
  private static final class Unheard implements StreamObserver<AppendEntriesRequest> {
    @Override
    public void onNext(AppendEntriesRequest request) {}

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}
  }
}
