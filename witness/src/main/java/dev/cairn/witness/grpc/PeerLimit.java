package dev.cairn.witness.grpc;

import dev.cairn.http.admission.Admission;
import dev.cairn.http.admission.Peer;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

/** Refuses the calls that are not admitted, and ends those that take too long to arrive. */
final class PeerLimit implements ServerInterceptor {
  private final Admission admission;
  private final Duration receive;
  private final ScheduledExecutorService timer;

  /**
   * @param receive how long a request may take to arrive, and its answer to be taken
   */
  PeerLimit(Admission admission, Duration receive, ScheduledExecutorService timer) {
    this.admission = admission;
    this.receive = receive;
    this.timer = timer;
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
    AdmittedCall<Q, A> admitted =
        new AdmittedCall<>(call, () -> admission.leave(peer), receive, timer);
    try {
      return admitted.receive(next.startCall(admitted, headers));
    } catch (RuntimeException e) {
      admitted.leave();
      throw e;
    }
  }

  private static String peer(ServerCall<?, ?> call) {
    SocketAddress address = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    return address == null ? "unknown" : Peer.of(address);
  }
}
