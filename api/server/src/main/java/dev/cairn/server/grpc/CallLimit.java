package dev.cairn.server.grpc;

import dev.cairn.server.intake.Refusal;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Bounds the calls under way, of all peers and of each; those beyond are refused at once. A quarter
 * is kept for peers that have few.
 */
public final class CallLimit implements ServerInterceptor {
  /** The calls of a peer that has few. */
  static final int FEW = 64;

  private final int limit;
  private final int limitPerPeer;
  private final AtomicInteger calls = new AtomicInteger();
  private final LongAdder refused = new LongAdder();

  /**
   * Admits so many calls at a time.
   *
   * @param limit the most of all peers, at least 1
   * @param limitPerPeer the most of one peer, at least 1; calls within the process have no peer
   */
  public CallLimit(int limit, int limitPerPeer) {
    this.limit = limit;
    this.limitPerPeer = limitPerPeer;
  }

  /** How many calls are under way. */
  public int calls() {
    return calls.get();
  }

  /** How many were refused. */
  public long refused() {
    return refused.sum();
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Optional<PeerUse> peer = Peers.of(call);
    int all = calls.incrementAndGet();
    int ofPeer = peer.map(use -> use.calls.incrementAndGet()).orElse(0);
    if (all > (ofPeer > FEW ? limit - limit / 4 : limit)) {
      leave(peer);
      return refuse(call, new Refusal.TooManyCalls(limit));
    }
    if (ofPeer > limitPerPeer) {
      leave(peer);
      return refuse(call, new Refusal.TooManyCallsOfPeer(limitPerPeer));
    }
    try {
      return new Counted<>(next.startCall(call, headers), peer);
    } catch (RuntimeException e) {
      leave(peer);
      throw e;
    }
  }

  private void leave(Optional<PeerUse> peer) {
    calls.decrementAndGet();
    peer.ifPresent(use -> use.calls.decrementAndGet());
  }

  private <Q> ServerCall.Listener<Q> refuse(ServerCall<Q, ?> call, Refusal why) {
    refused.increment();
    StatusRuntimeException status = Statuses.exception(why);
    Metadata trailers = status.getTrailers();
    call.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
    return new ServerCall.Listener<>() {};
  }

  /** Gives the call's place back when it ends, however it ends. */
  private final class Counted<Q> extends SimpleForwardingServerCallListener<Q> {
    private final AtomicBoolean over = new AtomicBoolean();
    private final Optional<PeerUse> peer;

    Counted(ServerCall.Listener<Q> listener, Optional<PeerUse> peer) {
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
        leave(peer);
      }
    }
  }
}
