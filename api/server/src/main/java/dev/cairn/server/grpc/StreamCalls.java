package dev.cairn.server.grpc;

import com.google.protobuf.ByteString;
import dev.cairn.log.v1.StreamEntriesRequest;
import dev.cairn.log.v1.StreamEntriesResponse;
import dev.cairn.log.v1.TailEntriesRequest;
import dev.cairn.log.v1.TailEntriesResponse;
import dev.cairn.log.v1.WatchCheckpointsRequest;
import dev.cairn.log.v1.WatchCheckpointsResponse;
import dev.cairn.server.grpc.PushedStream.Step;
import dev.cairn.server.intake.Intake;
import dev.cairn.server.log.HostedLog;
import dev.cairn.server.publish.HeadBoard;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** The reads that answer with a stream. */
final class StreamCalls {
  /** About how many bytes of entries go into one message. */
  private static final int CHUNK_BYTES = 256 << 10;

  private final Intake intake;
  private final Executor readers;
  private final OpenStreams openStreams;

  StreamCalls(Intake intake, Executor readers, OpenStreams openStreams) {
    this.intake = intake;
    this.readers = readers;
    this.openStreams = openStreams;
  }

  void range(StreamEntriesRequest request, StreamObserver<StreamEntriesResponse> observer) {
    attempt(
        observer,
        () -> {
          HostedLog log = intake.check(request, request.getLog());
          long durable = log.durableSize();
          Bound bound =
              request.getEnd() == 0
                  ? Bound.ofSize("start", request.getStart())
                  : Bound.ofSize("end", request.getEnd());
          if (bound.minSize() > durable) {
            throw bound.refusal(durable);
          }
          Range range = new Range(log, request.getStart(), request.getEnd(), bound.minSize());
          PushedStream<StreamEntriesResponse> stream = open(observer, log, range);
          CompletableFuture<SignedCheckpoint> covering = log.publisher().await(bound.minSize());
          stream.whenEnded(() -> covering.cancel(false));
          var _ =
              covering.exceptionally(
                  stopped -> {
                    stream.end(
                        Statuses.of(bound.refusal(log.publisher().published().head().size())));
                    return log.publisher().published();
                  });
        });
  }

  void tail(TailEntriesRequest request, StreamObserver<TailEntriesResponse> observer) {
    attempt(
        observer,
        () -> {
          HostedLog log = intake.check(request, request.getLog());
          Position position = new Position(request.getStart());
          open(
              observer,
              log,
              () -> {
                long size = log.publisher().published().head().size();
                if (position.next >= size) {
                  return new Step.Pause<>();
                }
                return new Step.Send<>(
                    TailEntriesResponse.newBuilder()
                        .addAllEntries(Messages.entries(position.next, position.read(log, size)))
                        .setTreeSize(size)
                        .build());
              });
        });
  }

  void watch(WatchCheckpointsRequest request, StreamObserver<WatchCheckpointsResponse> observer) {
    attempt(
        observer,
        () -> {
          HostedLog log = intake.check(request, request.getLog());
          HeadBoard board =
              Intake.isWitnessed(log, request.getLevel())
                  ? log.witnessed().orElseThrow().board()
                  : log.publisher().board();
          // Larger than the size of the last one sent; the first one is always larger than -1.
          Position sent = new Position(-1);
          PushedStream.open(observer, () -> watch(board, sent), board, readers, openStreams);
        });
  }

  private static Step<WatchCheckpointsResponse> watch(HeadBoard board, Position sent) {
    Optional<SignedCheckpoint> newest = board.newest();
    if (newest.isEmpty() || newest.get().head().size() <= sent.next) {
      return new Step.Pause<>();
    }
    sent.next = newest.get().head().size();
    return new Step.Send<>(
        WatchCheckpointsResponse.newBuilder()
            .setCheckpoint(ByteString.copyFrom(newest.get().toBytes()))
            .build());
  }

  private <T> PushedStream<T> open(
      StreamObserver<T> observer, HostedLog log, PushedStream.Source<T> source) {
    return PushedStream.open(observer, source, log.publisher().board(), readers, openStreams);
  }

  private static void attempt(StreamObserver<?> observer, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      observer.onError(Statuses.of(e));
    }
  }

  /** A range of entries, sent once a checkpoint covers it. */
  private static final class Range implements PushedStream.Source<StreamEntriesResponse> {
    private final HostedLog log;
    private final Position position;
    private final long minSize;
    private long end;

    /** An end of 0 means the size of the covering checkpoint. */
    Range(HostedLog log, long start, long end, long minSize) {
      this.log = log;
      this.position = new Position(start);
      this.minSize = minSize;
      this.end = end;
    }

    @Override
    public Step<StreamEntriesResponse> next() {
      long size = log.publisher().published().head().size();
      if (size < minSize) {
        return new Step.Pause<>();
      }
      end = end == 0 ? size : end;
      if (position.next == end) {
        return new Step.End<>();
      }
      return new Step.Send<>(
          StreamEntriesResponse.newBuilder()
              .addAllEntries(Messages.entries(position.next, position.read(log, end)))
              .build());
    }
  }

  /** How far a stream has come. */
  private static final class Position {
    private long next;

    Position(long next) {
      this.next = next;
    }

    List<byte[]> read(HostedLog log, long end) {
      List<byte[]> entries = log.reader().entries(next, end, CHUNK_BYTES);
      next += entries.size();
      return entries;
    }
  }
}
