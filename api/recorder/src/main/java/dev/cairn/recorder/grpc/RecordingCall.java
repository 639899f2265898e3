package dev.cairn.recorder.grpc;

import io.grpc.Context;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A call that is recorded when its handler closes it; if that is required, before it is answered.
 */
final class RecordingCall<ReqT, RespT> extends SimpleForwardingServerCall<ReqT, RespT> {
  private static final Logger LOGGER = LoggerFactory.getLogger(RecordingCall.class);
  private static final Status NOT_RECORDED =
      Status.UNAVAILABLE.withDescription("the call could not be recorded");

  private final RecordedCall recorded;
  private final CallRecorder recorder;
  private final boolean isAnswerHeld;
  private @Nullable Metadata heldHeaders;
  private @Nullable RespT heldResponse;

  RecordingCall(ServerCall<ReqT, RespT> call, RecordedCall recorded, CallRecorder recorder) {
    super(call);
    this.recorded = recorded;
    this.recorder = recorder;
    this.isAnswerHeld = recorded.isRequired() && recorded.type().serverSendsOneMessage();
  }

  @Override
  public void sendHeaders(Metadata headers) {
    if (isAnswerHeld && heldHeaders == null) {
      heldHeaders = headers;
    } else {
      super.sendHeaders(headers);
    }
  }

  @Override
  public void sendMessage(RespT message) {
    recorded.response(message);
    if (!isAnswerHeld) {
      super.sendMessage(message);
    } else if (heldResponse == null) {
      heldResponse = message;
    }
    // A second answer to one request is never sent: closing the call says so.
  }

  @Override
  public void close(Status status, Metadata trailers) {
    Optional<CallFacts> end = recorded.end(status);
    if (end.isEmpty()) {
      super.close(status, trailers);
    } else if (recorded.isRequired()) {
      Context context = Context.current();
      var _ =
          recorder
              .recordNow(end.get())
              .thenAccept(taken -> context.run(() -> answer(taken, end.get(), status, trailers)));
    } else {
      recorder.recordSoon(end.get());
      super.close(status, trailers);
    }
  }

  /** The durable line: nothing that was held leaves before it. */
  private void answer(boolean isTaken, CallFacts end, Status status, Metadata trailers) {
    try {
      if (!isTaken) {
        super.close(NOT_RECORDED, new Metadata());
        return;
      }
      if (heldHeaders != null) {
        super.sendHeaders(heldHeaders);
      }
      boolean isWhole = status.isOk() == end.status().isOk();
      if (heldResponse != null && isWhole) {
        super.sendMessage(heldResponse);
      }
      super.close(isWhole ? status : end.status(), trailers);
    } catch (RuntimeException e) {
      LOGGER.warn("A call of {} cannot be answered", end.method().getFullMethodName(), e);
    }
  }

  /** Ends a call whose attempt could not be recorded. */
  void refuse() {
    recorded.end(NOT_RECORDED).ifPresent(recorder::recordSoon);
    super.close(NOT_RECORDED, new Metadata());
  }

  /** Records an end that its handler does not know of, or did not mean. */
  void ended(Status status) {
    Optional<CallFacts> end = recorded.end(status);
    if (end.isEmpty()) {
      return;
    }
    recorder.recordSoon(end.get());
  }

  /** Records that the handler failed; what it throws is answered afterwards, by gRPC. */
  void failed(Throwable failure) {
    Optional<CallFacts> end = recorded.end(Status.fromThrowable(failure));
    if (end.isPresent() && recorded.isRequired()) {
      boolean _ = recorder.recordAndWait(end.get());
    } else {
      end.ifPresent(recorder::recordSoon);
    }
  }
}
