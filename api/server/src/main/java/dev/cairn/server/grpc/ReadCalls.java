package dev.cairn.server.grpc;

import com.google.protobuf.ByteString;
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
import dev.cairn.server.intake.Intake;
import dev.cairn.server.intake.Refusal;
import dev.cairn.server.intake.RefusedException;
import dev.cairn.server.log.HostedLog;
import dev.cairn.server.read.Inclusion;
import dev.cairn.server.store.PublishedCheckpoint;
import dev.cairn.server.store.StoreException;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Hash;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/** The reads that take one request and give one answer. */
final class ReadCalls {
  private static final int DEFAULT_PAGE = 100;
  private static final long INDEX_PATIENCE_MILLIS = 1_000;

  private final Intake intake;
  private final Executor readers;

  ReadCalls(Intake intake, Executor readers) {
    this.intake = intake;
    this.readers = readers;
  }

  void log(GetLogRequest request, StreamObserver<GetLogResponse> observer) {
    Caller<GetLogResponse> caller = new Caller<>(observer);
    caller.attempt(
        () -> {
          HostedLog log = intake.check(request, request.getLog());
          caller.answer(LogState.of(log));
        });
  }

  void entry(GetEntryRequest request, StreamObserver<GetEntryResponse> observer) {
    long index = request.getIndex();
    Caller<GetEntryResponse> caller = new Caller<>(observer);
    caller.attempt(
        () ->
            answer(
                intake.check(request, request.getLog()),
                caller,
                Bound.ofIndex("index", index),
                (log, newest) ->
                    GetEntryResponse.newBuilder()
                        .setEntry(Messages.entry(index, log.reader().entry(index)))
                        .build()));
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
    answer(
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
    boolean atNewest = size == 0 || size == newest.head().size();
    Inclusion inclusion =
        atNewest
            ? log.reader().inclusion(index, newest.head())
            : log.reader().inclusion(index, size);
    return GetInclusionProofResponse.newBuilder()
        .setIndex(index)
        .setLeafHash(ByteString.copyFrom(inclusion.leafHash().toBytes()))
        .setProof(Messages.proof(inclusion))
        .setCheckpoint(checkpoint(log, inclusion.treeSize(), newest))
        .build();
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
            answer(
                intake.check(request, request.getLog()),
                caller,
                bound,
                (log, newest) -> {
                  long later = second == 0 ? newest.head().size() : second;
                  return GetConsistencyProofResponse.newBuilder()
                      .setFirstSize(first)
                      .setSecondSize(later)
                      .addAllHashes(Messages.hashes(log.reader().consistency(first, later)))
                      .setCheckpoint(checkpoint(log, later, newest))
                      .build();
                }));
  }

  void checkpoint(GetCheckpointRequest request, StreamObserver<GetCheckpointResponse> observer) {
    Caller<GetCheckpointResponse> caller = new Caller<>(observer);
    caller.attempt(
        () -> {
          HostedLog log = intake.check(request, request.getLog());
          boolean witnessed = Intake.isWitnessed(log, request.getLevel());
          if (request.hasTreeSize()) {
            Bound bound = Bound.ofSize("tree_size", request.getTreeSize());
            answer(
                log,
                caller,
                bound,
                (_, newest) ->
                    checkpoint(log, kept(log, request.getTreeSize(), newest, witnessed)));
          } else {
            answer(
                log,
                caller,
                Bound.NONE,
                witnessed,
                (_, newest) -> checkpoint(log, checkpoint(log, newest.head().size(), newest)));
          }
        });
  }

  private static ByteString kept(
      HostedLog log, long size, SignedCheckpoint newest, boolean witnessed) {
    ByteString note = checkpoint(log, size, newest);
    if (note.isEmpty() || (witnessed && !isWitnessed(log, note))) {
      throw new RefusedException(new Refusal.CheckpointNotFound(size));
    }
    return note;
  }

  private static GetCheckpointResponse checkpoint(HostedLog log, ByteString note) {
    return GetCheckpointResponse.newBuilder()
        .setCheckpoint(note)
        .setDurableSize(log.durableSize())
        .setIndexedSize(log.leaves().indexedSize())
        .build();
  }

  /** The kept checkpoint of a size, with all cosignatures that are known; empty if none is. */
  private static ByteString checkpoint(HostedLog log, long size, SignedCheckpoint newest) {
    if (size != newest.head().size()) {
      return log.reader().checkpoint(size).map(ByteString::copyFrom).orElse(ByteString.EMPTY);
    }
    return ByteString.copyFrom(
        log.witnessed()
            .flatMap(witnesses -> witnesses.board().newest())
            .filter(witnessed -> witnessed.head().equals(newest.head()))
            .orElse(newest)
            .toBytes());
  }

  private static boolean isWitnessed(HostedLog log, ByteString note) {
    try {
      return log.witnessed()
          .orElseThrow()
          .claimsQuorum(SignedCheckpoint.open(note.toByteArray(), log.verifierKey()));
    } catch (MalformedException | VerificationException e) {
      throw new StoreException(
          StoreException.Kind.CORRUPT, "a kept checkpoint does not open: " + e.getMessage(), e);
    }
  }

  void checkpoints(
      ListCheckpointsRequest request, StreamObserver<ListCheckpointsResponse> observer) {
    Caller<ListCheckpointsResponse> caller = new Caller<>(observer);
    caller.attempt(
        readers,
        () -> {
          HostedLog log = intake.check(request, request.getLog());
          int limit = request.getPageSize() == 0 ? DEFAULT_PAGE : request.getPageSize();
          long from = Math.max(request.getMinSize(), PageToken.parse(request.getPageToken()));
          // One more than asked for, to know whether another page follows.
          List<PublishedCheckpoint> found = log.reader().checkpoints(from, limit + 1);
          ListCheckpointsResponse.Builder response = ListCheckpointsResponse.newBuilder();
          found.stream()
              .limit(limit)
              .forEach(
                  checkpoint -> response.addCheckpoints(ByteString.copyFrom(checkpoint.note())));
          if (found.size() > limit) {
            response.setNextPageToken(PageToken.format(found.get(limit).size()));
          }
          caller.answer(response.build());
        });
  }

  private <T> void answer(
      HostedLog log,
      Caller<T> caller,
      Bound bound,
      BiFunction<HostedLog, SignedCheckpoint, T> work) {
    answer(log, caller, bound, /* witnessed= */ false, work);
  }

  /** Answers on a reader's thread, once a checkpoint covers what is asked for. */
  private <T> void answer(
      HostedLog log,
      Caller<T> caller,
      Bound bound,
      boolean witnessed,
      BiFunction<HostedLog, SignedCheckpoint, T> work) {
    var _ =
        Covering.of(log, bound, witnessed)
            .whenCompleteAsync(
                (newest, thrown) -> {
                  if (thrown != null) {
                    caller.fail(Acknowledgement.cause(thrown));
                  } else {
                    caller.attempt(() -> caller.answer(work.apply(log, newest)));
                  }
                },
                readers);
  }
}
