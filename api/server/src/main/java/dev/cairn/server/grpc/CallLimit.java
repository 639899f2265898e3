package dev.cairn.server.grpc;

import dev.cairn.server.intake.Refusal;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Bounds the calls under way on all connections together; those beyond are refused at once. */
public final class CallLimit implements ServerInterceptor {
  private final int limit;
  private final AtomicInteger calls = new AtomicInteger();
  private final LongAdder refused = new LongAdder();

  /** Admits {@code limit} calls at a time. */
  public CallLimit(int limit) {
    this.limit = limit;
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
    if (calls.incrementAndGet() > limit) {
      calls.decrementAndGet();
      refused.increment();
      StatusRuntimeException status = Statuses.exception(new Refusal.TooManyCalls(limit));
      Metadata trailers = status.getTrailers();
      call.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
      return new ServerCall.Listener<>() {};
    }
    try {
      return new Counted<>(next.startCall(call, headers));
    } catch (RuntimeException e) {
      calls.decrementAndGet();
      throw e;
    }
  }

  /** Gives the call's place back when it ends, however it ends. */
  private final class Counted<Q> extends SimpleForwardingServerCallListener<Q> {
    private final AtomicBoolean over = new AtomicBoolean();

    Counted(ServerCall.Listener<Q> listener) {
      super(listener);
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
        calls.decrementAndGet();
      }
    }
  }
}
