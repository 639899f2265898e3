package dev.cairn.server.grpc;

import com.google.protobuf.MessageLite;
import dev.cairn.server.intake.Refusal;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/**
 * A call whose caller may be slow or hostile. What he has not read counts; while that is too much,
 * the call is not ready for more.
 */
final class WatchedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
  /** Smaller answers to single requests are always sent: their number is bounded by the calls. */
  static final int SMALL_BYTES = 16 << 10;

  private static final long NEVER = Long.MIN_VALUE;

  private final PeerUse peer;
  private final ByteBudget unread;
  private final WaitingCalls waiting;
  private final Arriving arriving;
  private final long begun = System.nanoTime();
  private volatile long unreadSince = NEVER;
  private volatile long closedAt = NEVER;
  private volatile boolean hasArrived;
  private volatile Runnable whenReady = () -> {};
  // Guarded by this.
  private long held;
  private long kept;
  private boolean isShed;
  private boolean isOver;

  /**
   * @param waiting gets calls that are not ready because there is no room for what they would send
   * @param arriving can cut the call off
   */
  WatchedCall(
      ServerCall<Q, A> call,
      PeerUse peer,
      ByteBudget unread,
      WaitingCalls waiting,
      Arriving arriving) {
    super(call);
    this.peer = peer;
    this.unread = unread;
    this.waiting = waiting;
    this.arriving = arriving;
  }

  /** Hears what happens to the call before its listener does. */
  Listener<Q> heard(Listener<Q> listener, Runnable whenEnded) {
    whenReady = listener::onReady;
    return new SimpleForwardingServerCallListener<>(listener) {
      @Override
      public void onHalfClose() {
        hasArrived = true;
        super.onHalfClose();
      }

      @Override
      public void onReady() {
        giveBack();
        super.onReady();
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
        whenEnded.run();
        over();
      }
    };
  }

  @Override
  public boolean isReady() {
    if (!super.isReady()) {
      return false;
    }
    if (unread.hasRoom(peer.unread) || !isWokenByOthers()) {
      return true;
    }
    synchronized (this) {
      if (!isOver) {
        waiting.add(this);
      }
    }
    return false;
  }

  /** Whether its listener takes it that another thread says that the call is ready. */
  private boolean isWokenByOthers() {
    String service = getMethodDescriptor().getServiceName();
    return service != null && service.startsWith("cairn.");
  }

  @Override
  public void sendHeaders(Metadata headers) {
    synchronized (this) {
      if (!isShed) {
        super.sendHeaders(headers);
      }
    }
  }

  @Override
  public void sendMessage(A message) {
    synchronized (this) {
      if (isShed) {
        return;
      }
      long bytes = message instanceof MessageLite proto ? proto.getSerializedSize() : 0;
      if (getMethodDescriptor().getType().serverSendsOneMessage()
          && bytes > SMALL_BYTES
          && !unread.hasRoom(peer.unread)) {
        shed(new Refusal.TooManyBytes("unread answers"));
        return;
      }
      super.sendMessage(message);
      if (isOver || super.isReady()) {
        return;
      }
      held += bytes;
      unread.take(peer.unread, bytes);
      if (unreadSince == NEVER) {
        unreadSince = System.nanoTime();
      }
    }
    if (super.isReady()) {
      // It was read before it was counted.
      giveBack();
    }
  }

  @Override
  public void close(Status status, Metadata trailers) {
    synchronized (this) {
      if (!isShed) {
        closedAt = System.nanoTime();
        super.close(status, trailers);
      }
    }
  }

  /** Ends the call with a refusal, unless it has an answer; whatever is sent later is dropped. */
  synchronized void shed(Refusal why) {
    if (isShed || closedAt != NEVER) {
      return;
    }
    StatusRuntimeException refused = Statuses.exception(why);
    Metadata trailers = refused.getTrailers();
    close(refused.getStatus(), trailers == null ? new Metadata() : trailers);
    isShed = true;
  }

  /** Cuts the call off if it has been held up for too long by its caller. */
  void cutOffIfOverdue(GrpcLimits limits) {
    long now = System.nanoTime();
    if (isOlder(closedAt, now, limits.unread().toNanos())) {
      arriving.cutOff("the answer was not read in time");
    } else if (closedAt == NEVER && isOlder(unreadSince, now, limits.unread().toNanos())) {
      if (super.isReady()) {
        giveBack();
      } else {
        arriving.cutOff("the answers were not read in time");
      }
    } else if (closedAt == NEVER && arriving.isOverdue(now, limits.request())) {
      arriving.cutOff("a request did not arrive in time");
    } else if (!hasArrived
        && getMethodDescriptor().getType().clientSendsOneMessage()
        && isOlder(begun, now, limits.request().toNanos())) {
      arriving.cutOff("the request did not arrive in time");
    }
  }

  private static boolean isOlder(long since, long now, long nanos) {
    return since != NEVER && now - since > nanos;
  }

  /** Says that there may be room now. */
  void wake() {
    whenReady.run();
  }

  /**
   * Keeps more for the caller that cannot be sent yet, or less. Returns whether there is room for
   * it; what is kept is counted in any case.
   */
  boolean keep(long change) {
    synchronized (this) {
      if (isOver) {
        return true;
      }
      kept += change;
      unread.take(peer.unread, change);
    }
    return change < 0 || unread.hasRoom(peer.unread);
  }

  private void over() {
    long returned;
    synchronized (this) {
      isOver = true;
      waiting.remove(this);
      returned = kept;
      kept = 0;
    }
    unread.giveBack(peer.unread, returned);
    giveBack();
  }

  private void giveBack() {
    long returned;
    synchronized (this) {
      unreadSince = NEVER;
      returned = held;
      held = 0;
    }
    if (returned > 0) {
      unread.giveBack(peer.unread, returned);
      waiting.wake(1);
    }
  }
}
