package dev.cairn.server.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import dev.cairn.log.v1.AckLevel;
import dev.cairn.log.v1.AppendEntryRequest;
import dev.cairn.log.v1.AppendEntryResponse;
import dev.cairn.log.v1.BatchAppendEntriesRequest;
import dev.cairn.log.v1.BatchAppendEntriesResponse;
import dev.cairn.log.v1.Receipt;
import dev.cairn.server.intake.Intake;
import dev.cairn.server.log.HostedLog;
import dev.cairn.server.read.Inclusion;
import dev.cairn.server.sequence.Append;
import dev.cairn.server.sequence.AppendOutcome;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.checkpoint.TlogProof;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The appends that take one request and give one answer. Never blocks the calling thread. */
final class AppendCalls {
  private final Intake intake;
  private final Executor readers;

  AppendCalls(Intake intake, Executor readers) {
    this.intake = intake;
    this.readers = readers;
  }

  void append(AppendEntryRequest request, StreamObserver<AppendEntryResponse> observer) {
    Caller<AppendEntryResponse> caller = new Caller<>(observer);
    caller.attempt(
        () -> {
          HostedLog log = intake.check(request, request.getLog());
          submit(
              log,
              List.of(EntryBytes.of(request.getEntry())),
              request.getIdempotencyKey(),
              Intake.level(log, request.getAck()),
              caller,
              (done, waited) ->
                  AppendEntryResponse.newBuilder().setReceipt(receipt(log, done, waited)).build());
        });
  }

  void batch(
      BatchAppendEntriesRequest request, StreamObserver<BatchAppendEntriesResponse> observer) {
    Caller<BatchAppendEntriesResponse> caller = new Caller<>(observer);
    caller.attempt(
        () -> {
          HostedLog log = intake.check(request, request.getLog());
          submit(
              log,
              EntryBytes.of(request.getEntriesList()),
              request.getIdempotencyKey(),
              Intake.level(log, request.getAck()),
              caller,
              AppendCalls::batchResponse);
        });
  }

  private <T> void submit(
      HostedLog log,
      List<byte[]> entries,
      String key,
      AckLevel level,
      Caller<T> caller,
      BiFunction<Acknowledgement, Duration, T> response) {
    long accepted = System.nanoTime();
    long patience = Patience.nanos(log);
    Optional<String> idempotencyKey = key.isEmpty() ? Optional.empty() : Optional.of(key);
    log.submit(
        new Append(
            entries,
            idempotencyKey,
            Acknowledgement.goal(level),
            caller::hasGone,
            outcome -> {
              var _ =
                  Acknowledgement.of(log, level, outcome, patience)
                      .whenCompleteAsync(
                          (done, thrown) -> answer(done, thrown, accepted, caller, response),
                          // A durable receipt needs nothing more of the store; others need a proof.
                          level == AckLevel.ACK_LEVEL_DURABLE ? Runnable::run : readers);
            }));
  }

  private static <T> void answer(
      @Nullable Acknowledgement done,
      @Nullable Throwable thrown,
      long accepted,
      Caller<T> caller,
      BiFunction<Acknowledgement, Duration, T> response) {
    if (done == null) {
      caller.fail(Acknowledgement.cause(Objects.requireNonNull(thrown)));
    } else {
      caller.attempt(() -> caller.answer(response.apply(done, since(accepted))));
    }
  }

  static Receipt receipt(HostedLog log, Acknowledgement done, Duration waited) {
    AppendOutcome.Durable entries = done.entries();
    Receipt.Builder receipt =
        Receipt.newBuilder()
            .setIndex(entries.firstIndex())
            .setLeafHash(ByteString.copyFrom(entries.leafHashes().getFirst().toBytes()))
            .setAck(done.level())
            .setDeduplicated(entries.deduplicated())
            .setWaited(waited);
    done.checkpoint().ifPresent(checkpoint -> prove(log, done, checkpoint, receipt));
    return receipt.build();
  }

  private static void prove(
      HostedLog log, Acknowledgement done, SignedCheckpoint checkpoint, Receipt.Builder receipt) {
    long index = done.entries().firstIndex();
    Inclusion inclusion = log.reader().inclusion(index, checkpoint.head());
    receipt
        .setInclusionProof(Messages.proof(inclusion))
        .setCheckpoint(ByteString.copyFrom(checkpoint.toBytes()));
    if (done.level() == AckLevel.ACK_LEVEL_WITNESSED) {
      TlogProof proof = new TlogProof(index, inclusion.hashes(), checkpoint);
      receipt.setTlogProof(ByteString.copyFrom(proof.toBytes()));
    }
  }

  private static BatchAppendEntriesResponse batchResponse(Acknowledgement done, Duration waited) {
    AppendOutcome.Durable entries = done.entries();
    BatchAppendEntriesResponse.Builder response =
        BatchAppendEntriesResponse.newBuilder()
            .setFirstIndex(entries.firstIndex())
            .setCount(entries.leafHashes().size())
            .setAck(done.level())
            .setDeduplicated(entries.deduplicated())
            .setWaited(waited);
    done.checkpoint().ifPresent(c -> response.setCheckpoint(ByteString.copyFrom(c.toBytes())));
    return response.build();
  }

  static Duration since(long nanoTime) {
    long nanos = System.nanoTime() - nanoTime;
    return Duration.newBuilder()
        .setSeconds(nanos / 1_000_000_000)
        .setNanos((int) (nanos % 1_000_000_000))
        .build();
  }
}
