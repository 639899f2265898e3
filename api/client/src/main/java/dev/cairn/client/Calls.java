package dev.cairn.client;

import dev.cairn.log.v1.LogServiceGrpc;
import dev.cairn.log.v1.LogServiceGrpc.LogServiceBlockingStub;
import dev.cairn.log.v1.LogServiceGrpc.LogServiceStub;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.function.Function;

/** Calls to the server, each under the deadline, with failures as {@link LogException}. */
final class Calls {
  private final LogServiceBlockingStub blocking;
  private final LogServiceStub streaming;
  private final Duration deadline;

  Calls(Channel channel, Duration deadline) {
    this.blocking = LogServiceGrpc.newBlockingStub(channel);
    this.streaming = LogServiceGrpc.newStub(channel);
    this.deadline = deadline;
  }

  Duration deadline() {
    return deadline;
  }

  <T> T unary(Function<LogServiceBlockingStub, T> call) throws LogException {
    return answer(blocking.withDeadlineAfter(deadline), call);
  }

  /** As {@link #unary}, but waits for a connection where there is none, instead of failing. */
  <T> T patient(Function<LogServiceBlockingStub, T> call) throws LogException {
    return answer(blocking.withWaitForReady().withDeadlineAfter(deadline), call);
  }

  private static <T> T answer(LogServiceBlockingStub stub, Function<LogServiceBlockingStub, T> call)
      throws LogException {
    try {
      return call.apply(stub);
    } catch (StatusRuntimeException e) {
      throw StatusDetails.of(e).toException(e);
    }
  }

  /** For calls that stream; they have no deadline as a whole, so the caller watches over them. */
  LogServiceStub streaming() {
    return streaming;
  }
}
