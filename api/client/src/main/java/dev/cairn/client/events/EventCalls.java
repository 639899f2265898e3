package dev.cairn.client.events;

import dev.cairn.audit.v1.AuditServiceGrpc;
import dev.cairn.audit.v1.AuditServiceGrpc.AuditServiceBlockingStub;
import dev.cairn.audit.v1.AuditServiceGrpc.AuditServiceBlockingV2Stub;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.client.UnreachableException;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.BlockingClientCall;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Calls of the audit service, with failures as {@link LogException}. */
final class EventCalls {
  private final AuditServiceBlockingStub unary;
  private final AuditServiceBlockingV2Stub streams;
  private final Duration deadline;

  EventCalls(LogClient log) {
    this.unary = AuditServiceGrpc.newBlockingStub(log.channel());
    this.streams = AuditServiceGrpc.newBlockingV2Stub(log.channel());
    this.deadline = log.deadline();
  }

  /** Makes one call under the deadline. */
  <T> T unary(Function<AuditServiceBlockingStub, T> call) throws LogException {
    try {
      return call.apply(unary.withDeadlineAfter(deadline));
    } catch (StatusRuntimeException e) {
      throw LogException.of(e);
    }
  }

  /** For calls that stream; they have no deadline as a whole. */
  AuditServiceBlockingV2Stub streams() {
    return streams;
  }

  /** Waits for a stream's next message, however long; empty at its end. */
  static <T> Optional<T> next(BlockingClientCall<?, T> call) throws LogException {
    try {
      return Optional.ofNullable(call.read());
    } catch (StatusException e) {
      throw failure(e);
    } catch (InterruptedException e) {
      throw interrupted(call, e);
    }
  }

  /** Waits for a stream's next message, for one deadline at the longest; empty at its end. */
  <T> Optional<T> nextSoon(BlockingClientCall<?, T> call) throws LogException {
    try {
      return Optional.ofNullable(call.read(deadline.toNanos(), TimeUnit.NANOSECONDS));
    } catch (StatusException e) {
      throw failure(e);
    } catch (TimeoutException e) {
      throw silence(call, e);
    } catch (InterruptedException e) {
      throw interrupted(call, e);
    }
  }

  /** Sends a message, and waits for room for one deadline at the longest. */
  <Q> void send(BlockingClientCall<Q, ?> call, Q message) throws LogException {
    try {
      if (!call.write(message, deadline.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new UnreachableException("the log has ended the stream");
      }
    } catch (StatusException e) {
      throw failure(e);
    } catch (TimeoutException e) {
      throw silence(call, e);
    } catch (InterruptedException e) {
      throw interrupted(call, e);
    }
  }

  static void cancel(BlockingClientCall<?, ?> call) {
    call.cancel("closed by the caller", null);
  }

  private static LogException failure(StatusException failure) {
    return LogException.of(new StatusRuntimeException(failure.getStatus(), failure.getTrailers()));
  }

  private LogException silence(BlockingClientCall<?, ?> call, TimeoutException cause) {
    cancel(call);
    return new UnreachableException(
        "the log sent nothing for " + deadline.toMillis() + " ms", cause);
  }

  private static LogException interrupted(
      BlockingClientCall<?, ?> call, InterruptedException cause) {
    Thread.currentThread().interrupt();
    cancel(call);
    return new UnreachableException("interrupted while waiting", cause);
  }
}
