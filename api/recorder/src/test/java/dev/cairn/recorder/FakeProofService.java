package dev.cairn.recorder;

import dev.cairn.log.v1.GetConsistencyProofRequest;
import dev.cairn.log.v1.GetConsistencyProofResponse;
import dev.cairn.log.v1.GetInclusionProofRequest;
import dev.cairn.log.v1.GetInclusionProofResponse;
import dev.cairn.log.v1.InclusionProof;
import dev.cairn.log.v1.LogServiceGrpc;
import io.grpc.stub.StreamObserver;

/** The proofs of the fake log. */
final class FakeProofService extends LogServiceGrpc.LogServiceImplBase {
  private final FakeLog log;

  FakeProofService(FakeLog log) {
    this.log = log;
  }

  @Override
  public void getConsistencyProof(
      GetConsistencyProofRequest request, StreamObserver<GetConsistencyProofResponse> caller) {
    GetConsistencyProofResponse.Builder answer =
        GetConsistencyProofResponse.newBuilder()
            .setFirstSize(request.getFirstSize())
            .setSecondSize(request.getSecondSize());
    synchronized (log) {
      answer.addAllHashes(
          FakeTree.bytes(
              log.tree.prover().consistency(request.getFirstSize(), request.getSecondSize())));
    }
    caller.onNext(answer.build());
    caller.onCompleted();
  }

  @Override
  public void getInclusionProof(
      GetInclusionProofRequest request, StreamObserver<GetInclusionProofResponse> caller) {
    GetInclusionProofResponse.Builder answer =
        GetInclusionProofResponse.newBuilder().setIndex(request.getIndex());
    synchronized (log) {
      long size = request.getTreeSize() == 0 ? log.tree.size() : request.getTreeSize();
      answer.setProof(
          InclusionProof.newBuilder()
              .setTreeSize(size)
              .addAllHashes(FakeTree.bytes(log.tree.prover().inclusion(request.getIndex(), size))));
    }
    caller.onNext(answer.build());
    caller.onCompleted();
  }
}
