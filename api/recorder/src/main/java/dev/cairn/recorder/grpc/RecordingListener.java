package dev.cairn.recorder.grpc;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.ServerCall;
import io.grpc.Status;

/** Sees what the caller sends, and the ends of calls that their handlers do not make. */
final class RecordingListener<ReqT, RespT> extends SimpleForwardingServerCallListener<ReqT> {
  private static final Status NOT_SEEN =
      Status.UNKNOWN.withDescription("closed by another than the handler");

  private final RecordedCall recorded;
  private final RecordingCall<ReqT, RespT> call;
  private final Attempt attempt;
  private boolean isRefused;

  RecordingListener(
      ServerCall.Listener<ReqT> next,
      RecordedCall recorded,
      RecordingCall<ReqT, RespT> call,
      Attempt attempt) {
    super(next);
    this.recorded = recorded;
    this.call = call;
    this.attempt = attempt;
  }

  @Override
  public void onMessage(ReqT message) {
    recorded.request(message);
    if (!isRefused && !attempt.mayGoOn()) {
      isRefused = true;
      call.refuse();
    }
    guarded(() -> super.onMessage(message));
  }

  @Override
  public void onHalfClose() {
    guarded(super::onHalfClose);
  }

  @Override
  public void onReady() {
    guarded(super::onReady);
  }

  @Override
  public void onCancel() {
    call.ended(recorded.cancellation());
    super.onCancel();
  }

  @Override
  public void onComplete() {
    call.ended(NOT_SEEN);
    super.onComplete();
  }

  private void guarded(Runnable callback) {
    if (isRefused) {
      return;
    }
    try {
      callback.run();
    } catch (RuntimeException | Error e) {
      call.failed(e);
      throw e;
    }
  }
}
