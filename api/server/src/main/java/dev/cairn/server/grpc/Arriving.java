package dev.cairn.server.grpc;

import dev.cairn.server.intake.Refusal;
import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Counts what has arrived of a call's next request while it is not there in whole. All of it
 * happens on the connection's thread.
 */
final class Arriving extends ServerStreamTracer {
  private static final Context.Key<Arriving> CURRENT = Context.key("cairn-arriving");

  /** What is kept beside the bytes of one frame, however few they are. */
  private static final int FRAME_BYTES = 256;

  private final ByteBudget budget;
  private static final long NOTHING = Long.MIN_VALUE;

  private volatile @Nullable CancellableContext context;
  private volatile long partSince = NOTHING;
  private @Nullable PeerUse peer;
  private @Nullable WatchedCall<?, ?> call;
  private long taken;
  private long last;

  private Arriving(ByteBudget budget) {
    this.budget = budget;
  }

  /** Makes one for each call; {@link #current} finds it. */
  static ServerStreamTracer.Factory counting(ByteBudget budget) {
    return new ServerStreamTracer.Factory() {
      @Override
      public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
        return new Arriving(budget);
      }
    };
  }

  /** The one of the current call, if its server makes them. */
  static Optional<Arriving> current() {
    return Optional.ofNullable(CURRENT.get());
  }

  /** Counts for a call from now on, which is ended when there is no room. */
  void count(PeerUse ofPeer, WatchedCall<?, ?> counted) {
    peer = ofPeer;
    call = counted;
  }

  /** The call that it counts for. */
  Optional<WatchedCall<?, ?>> call() {
    return Optional.ofNullable(call);
  }

  /** The call's own context comes below this one, and is cancelled along with it. */
  @Override
  public Context filterContext(Context parent) {
    CancellableContext own = parent.withCancellation();
    context = own;
    return own.withValue(CURRENT, this);
  }

  /** Resets the call's stream: whatever waits to be sent is dropped with it. */
  void cutOff(String why) {
    CancellableContext own = context;
    if (own != null) {
      // A call whose time is over loses its stream; one that is cancelled does not.
      own.cancel(new TimeoutException(why));
    }
  }

  /** Whether a request has begun to arrive longer ago than that, and is not there in whole. */
  boolean isOverdue(long now, Duration limit) {
    long since = partSince;
    return since != NOTHING && now - since > limit.toNanos();
  }

  @Override
  public void inboundMessage(int sequence) {
    partSince = System.nanoTime();
  }

  @Override
  public void inboundWireSize(long bytes) {
    PeerUse use = peer;
    // A request that comes in one piece costs nothing to count: its piece is the last.
    if (use != null && last > 0) {
      budget.take(use.arriving, last);
      taken += last;
      if (call != null && !budget.hasRoom(use.arriving)) {
        call.shed(new Refusal.TooManyBytes("requests that arrive"));
      }
    }
    last = bytes + FRAME_BYTES;
  }

  @Override
  public void inboundMessageRead(int sequence, long wireSize, long size) {
    giveBack();
  }

  @Override
  public void streamClosed(Status status) {
    giveBack();
  }

  private void giveBack() {
    last = 0;
    partSince = NOTHING;
    if (peer != null && taken > 0) {
      budget.giveBack(peer.arriving, taken);
      taken = 0;
    }
  }
}
