package dev.cairn.server.grpc;

import com.google.protobuf.ByteString;
import dev.cairn.log.v1.BatchGetInclusionProofsRequest;
import dev.cairn.log.v1.BatchGetInclusionProofsResponse;
import dev.cairn.log.v1.GetConsistencyProofRequest;
import dev.cairn.log.v1.GetConsistencyProofResponse;
import dev.cairn.log.v1.GetInclusionProofRequest;
import dev.cairn.log.v1.GetInclusionProofResponse;
import dev.cairn.log.v1.ProvedLeaf;
import dev.cairn.server.intake.Intake;
import dev.cairn.server.intake.Refusal;
import dev.cairn.server.intake.RefusedException;
import dev.cairn.server.log.HostedLog;
import dev.cairn.server.read.Inclusion;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Hash;
import io.grpc.stub.StreamObserver;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The calls that prove something. */
final class ProofCalls {
  private static final long INDEX_PATIENCE_MILLIS = 1_000;

  private final Intake intake;
  private final Executor readers;
  private final CoveredAnswers answers;

  ProofCalls(Intake intake, Executor readers) {
    this.intake = intake;
    this.readers = readers;
    this.answers = new CoveredAnswers(readers);
  }

  void inclusion(
      GetInclusionProofRequest request, StreamObserver<GetInclusionProofResponse> observer) {
    Caller<GetInclusionProofResponse> caller = new Caller<>(observer);
    caller.attempt(
        readers,
        () -> {
          HostedLog log = intake.check(request, request.getLog());
          var _ =
              index(request, log)
                  .whenComplete(
                      (index, thrown) -> {
                        if (thrown != null) {
                          caller.fail(Acknowledgement.cause(thrown));
                        } else {
                          caller.attempt(() -> prove(log, index, request, caller));
                        }
                      });
        });
  }

  private void prove(
      HostedLog log,
      long index,
      GetInclusionProofRequest request,
      Caller<GetInclusionProofResponse> caller) {
    long size = request.getTreeSize();
    boolean witnessed = Intake.isWitnessed(log, request.getLevel());
    if (size != 0 && index >= size) {
      throw Intake.invalid("index", "must be less than tree_size");
    }
    Bound bound = size == 0 ? Bound.ofIndex("index", index) : Bound.ofSize("tree_size", size);
    answers.give(
        log,
        caller,
        bound,
        witnessed && size == 0,
        (_, newest) -> inclusion(log, index, size, newest));
  }

  private CompletableFuture<Long> index(GetInclusionProofRequest request, HostedLog log) {
    return switch (request.getTargetCase()) {
      case INDEX -> CompletableFuture.completedFuture(request.getIndex());
      case LEAF_HASH -> find(log, Hash.of(request.getLeafHash().toByteArray()));
      case TARGET_NOT_SET -> throw Intake.invalid("target", "must be set");
    };
  }

  /** Looks again once the index has caught up with what was durable, if that is soon. */
  private CompletableFuture<Long> find(HostedLog log, Hash leaf) {
    OptionalLong found = log.leaves().find(leaf);
    if (found.isPresent()) {
      return CompletableFuture.completedFuture(found.getAsLong());
    }
    log.storeSoon();
    return log.leaves()
        .whenIndexed(log.durableSize())
        .orTimeout(INDEX_PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
        .handleAsync(
            (_, _) ->
                log.leaves()
                    .find(leaf)
                    .orElseThrow(
                        () ->
                            new RefusedException(
                                new Refusal.LeafHashNotFound(log.leaves().indexedSize()))),
            readers);
  }

  private static GetInclusionProofResponse inclusion(
      HostedLog log, long index, long size, SignedCheckpoint newest) {
    Inclusion inclusion = prove(log, List.of(index), size, newest).getFirst();
    return GetInclusionProofResponse.newBuilder()
        .setIndex(index)
        .setLeafHash(ByteString.copyFrom(inclusion.leafHash().toBytes()))
        .setProof(Messages.proof(inclusion))
        .setCheckpoint(ShownCheckpoint.of(log, inclusion.treeSize(), newest))
        .build();
  }

  void inclusions(
      BatchGetInclusionProofsRequest request,
      StreamObserver<BatchGetInclusionProofsResponse> observer) {
    Caller<BatchGetInclusionProofsResponse> caller = new Caller<>(observer);
    caller.attempt(
        readers,
        () -> {
          HostedLog log = intake.check(request, request.getLog());
          long size = request.getTreeSize();
          boolean witnessed = Intake.isWitnessed(log, request.getLevel());
          answers.give(
              log,
              caller,
              bound(request),
              witnessed && size == 0,
              (_, newest) -> inclusions(log, request.getIndexesList(), size, newest));
        });
  }

  private static Bound bound(BatchGetInclusionProofsRequest request) {
    List<Long> indexes = request.getIndexesList();
    long size = request.getTreeSize();
    long largest = Collections.max(indexes);
    String field = "indexes[%d]".formatted(indexes.indexOf(largest));
    if (size == 0) {
      return Bound.ofIndex(field, largest);
    }
    if (largest >= size) {
      throw Intake.invalid(field, "must be less than tree_size");
    }
    return Bound.ofSize("tree_size", size);
  }

  private static BatchGetInclusionProofsResponse inclusions(
      HostedLog log, List<Long> indexes, long size, SignedCheckpoint newest) {
    List<Inclusion> proved = prove(log, indexes, size, newest);
    BatchGetInclusionProofsResponse.Builder response = BatchGetInclusionProofsResponse.newBuilder();
    for (Inclusion inclusion : proved) {
      response.addProofs(
          ProvedLeaf.newBuilder()
              .setIndex(inclusion.index())
              .setLeafHash(ByteString.copyFrom(inclusion.leafHash().toBytes()))
              .setProof(Messages.proof(inclusion)));
    }
    long treeSize = proved.getFirst().treeSize();
    return response
        .setTreeSize(treeSize)
        .setCheckpoint(ShownCheckpoint.of(log, treeSize, newest))
        .build();
  }

  /** All from one view of the store. */
  private static List<Inclusion> prove(
      HostedLog log, List<Long> indexes, long size, SignedCheckpoint newest) {
    boolean atNewest = size == 0 || size == newest.head().size();
    return atNewest
        ? log.reader().inclusions(indexes, newest.head())
        : log.reader().inclusions(indexes, size);
  }

  void consistency(
      GetConsistencyProofRequest request, StreamObserver<GetConsistencyProofResponse> observer) {
    Caller<GetConsistencyProofResponse> caller = new Caller<>(observer);
    long first = request.getFirstSize();
    long second = request.getSecondSize();
    Bound bound =
        second == 0 ? Bound.ofSize("first_size", first) : Bound.ofSize("second_size", second);
    caller.attempt(
        () ->
            answers.give(
                intake.check(request, request.getLog()),
                caller,
                bound,
                (log, newest) -> {
                  long later = second == 0 ? newest.head().size() : second;
                  return GetConsistencyProofResponse.newBuilder()
                      .setFirstSize(first)
                      .setSecondSize(later)
                      .addAllHashes(Messages.hashes(log.reader().consistency(first, later)))
                      .setCheckpoint(ShownCheckpoint.of(log, later, newest))
                      .build();
                }));
  }
}
