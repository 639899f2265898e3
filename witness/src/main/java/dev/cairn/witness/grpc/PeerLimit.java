package dev.cairn.witness.grpc;

import dev.cairn.witness.admission.Admission;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;

/** Refuses the calls that are not admitted. */
final class PeerLimit implements ServerInterceptor {
  private final Admission admission;

  PeerLimit(Admission admission) {
    this.admission = admission;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String peer = peer(call);
    if (!admission.enter(peer)) {
      StatusRuntimeException status = Statuses.tooManyRequests();
      Metadata trailers = status.getTrailers();
      call.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
      return new ServerCall.Listener<>() {};
    }
    try {
      return new Counted<>(next.startCall(call, headers), peer);
    } catch (RuntimeException e) {
      admission.leave(peer);
      throw e;
    }
  }

  private static String peer(ServerCall<?, ?> call) {
    SocketAddress address = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    return address instanceof InetSocketAddress internet
        ? internet.getAddress().getHostAddress()
        : String.valueOf(address);
  }

  /** Gives the call's place back when it ends, however it ends. */
  private final class Counted<Q> extends SimpleForwardingServerCallListener<Q> {
    private final String peer;
    private final AtomicBoolean over = new AtomicBoolean();

    Counted(ServerCall.Listener<Q> listener, String peer) {
      super(listener);
      this.peer = peer;
    }

    @Override
    public void onComplete() {
      end();
      super.onComplete();
    }

    @Override
    public void onCancel() {
      end();
      super.onCancel();
    }

    private void end() {
      if (over.compareAndSet(false, true)) {
        admission.leave(peer);
      }
    }
  }
}
