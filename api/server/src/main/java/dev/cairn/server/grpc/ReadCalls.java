package dev.cairn.server.grpc;

import com.google.protobuf.ByteString;
import dev.cairn.log.v1.GetCheckpointRequest;
import dev.cairn.log.v1.GetCheckpointResponse;
import dev.cairn.log.v1.GetEntryRequest;
import dev.cairn.log.v1.GetEntryResponse;
import dev.cairn.log.v1.GetLogRequest;
import dev.cairn.log.v1.GetLogResponse;
import dev.cairn.log.v1.ListCheckpointsRequest;
import dev.cairn.log.v1.ListCheckpointsResponse;
import dev.cairn.server.intake.Intake;
import dev.cairn.server.intake.Refusal;
import dev.cairn.server.intake.RefusedException;
import dev.cairn.server.log.HostedLog;
import dev.cairn.server.store.PublishedCheckpoint;
import dev.cairn.server.store.StoreException;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;

/** The reads that take one request and give one answer. */
final class ReadCalls {
  private static final int DEFAULT_PAGE = 100;

  private final Intake intake;
  private final Executor readers;
  private final CoveredAnswers answers;

  ReadCalls(Intake intake, Executor readers) {
    this.intake = intake;
    this.readers = readers;
    this.answers = new CoveredAnswers(readers);
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
            answers.give(
                intake.check(request, request.getLog()),
                caller,
                Bound.ofIndex("index", index),
                (log, newest) ->
                    GetEntryResponse.newBuilder()
                        .setEntry(Messages.entry(index, log.reader().entry(index)))
                        .build()));
  }

  void checkpoint(GetCheckpointRequest request, StreamObserver<GetCheckpointResponse> observer) {
    Caller<GetCheckpointResponse> caller = new Caller<>(observer);
    caller.attempt(
        () -> {
          HostedLog log = intake.check(request, request.getLog());
          boolean witnessed = Intake.isWitnessed(log, request.getLevel());
          if (request.hasTreeSize()) {
            Bound bound = Bound.ofSize("tree_size", request.getTreeSize());
            answers.give(
                log,
                caller,
                bound,
                (_, newest) ->
                    checkpoint(log, kept(log, request.getTreeSize(), newest, witnessed)));
          } else {
            answers.give(
                log,
                caller,
                Bound.NONE,
                witnessed,
                (_, newest) ->
                    checkpoint(log, ShownCheckpoint.of(log, newest.head().size(), newest)));
          }
        });
  }

  private static ByteString kept(
      HostedLog log, long size, SignedCheckpoint newest, boolean witnessed) {
    ByteString note = ShownCheckpoint.of(log, size, newest);
    if (note.isEmpty() || (witnessed && !isWitnessed(log, note))) {
      throw new RefusedException(new Refusal.CheckpointNotFound(size));
    }
    return note;
  }

  private static GetCheckpointResponse checkpoint(HostedLog log, ByteString note) {
    GetCheckpointResponse.Builder response =
        GetCheckpointResponse.newBuilder()
            .setCheckpoint(note)
            .setDurableSize(log.durableSize())
            .setIndexedSize(log.leaves().indexedSize());
    Instant published = log.publisher().publishedTime();
    if (published.isAfter(Instant.EPOCH)) {
      response.setPublishedTime(LogState.timestamp(published));
    }
    return response.build();
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
}
