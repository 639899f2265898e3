package dev.cairn.witness.grpc;

import io.grpc.Context;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A call of one message that has been admitted. It gives its place back when its answer is known,
 * or when it ends, however it ends: who reads slowly keeps nobody waiting.
 */
final class AdmittedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
  private final Runnable whenLeft;
  private final Duration limit;
  private final ScheduledExecutorService timer;
  private final Context context = Context.current();
  private final AtomicBoolean left = new AtomicBoolean();
  private final AtomicBoolean received = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicReference<@Nullable Future<?>> timeout = new AtomicReference<>();

  /**
   * To be made where the call's context is the current one.
   *
   * @param whenLeft run once
   * @param limit how long the request may take to arrive, and its answer to be taken
   */
  AdmittedCall(
      ServerCall<Q, A> call, Runnable whenLeft, Duration limit, ScheduledExecutorService timer) {
    super(call);
    this.whenLeft = whenLeft;
    this.limit = limit;
    this.timer = timer;
  }

  /** Passes the request on to a listener, if it arrives in time. */
  ServerCall.Listener<Q> receive(ServerCall.Listener<Q> listener) {
    limitTime(this::expire);
    return new Receiving(listener);
  }

  /** Gives the call's place back, if it has not been yet. */
  void leave() {
    if (left.compareAndSet(false, true)) {
      whenLeft.run();
    }
  }

  @Override
  public void close(Status status, Metadata trailers) {
    if (closed.compareAndSet(false, true)) {
      limitTime(this::cutOff);
      super.close(status, trailers);
      leave();
    }
  }

  private void expire() {
    if (received.compareAndSet(false, true)) {
      close(Statuses.notReceived().getStatus(), new Metadata());
    }
  }

  /** Resets the stream of a call whose answer is not taken, and with it what waits to be sent. */
  private void cutOff() {
    if (context instanceof Context.CancellableContext cancellable) {
      cancellable.cancel(new TimeoutException("the answer was not taken in time"));
    }
  }

  private void limitTime(Runnable whenOver) {
    try {
      replaceTimeout(timer.schedule(whenOver, limit.toNanos(), TimeUnit.NANOSECONDS));
    } catch (RejectedExecutionException e) {
      // The endpoint is closed, and every call cut off with it.
    }
  }

  private void replaceTimeout(@Nullable Future<?> next) {
    Future<?> before = timeout.getAndSet(next);
    if (before != null) {
      before.cancel(/* mayInterruptIfRunning= */ false);
    }
  }

  private final class Receiving extends SimpleForwardingServerCallListener<Q> {
    Receiving(ServerCall.Listener<Q> listener) {
      super(listener);
    }

    @Override
    public void onHalfClose() {
      if (received.compareAndSet(false, true)) {
        replaceTimeout(null);
        super.onHalfClose();
      }
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
      replaceTimeout(null);
      leave();
    }
  }
}
