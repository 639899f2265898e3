package dev.cairn.client;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a streaming call receives, for one thread to take. Flow control holds the server back: at
 * most {@value #PREFETCH} messages wait here.
 */
final class Inbox<M> implements AutoCloseable {
  static final int PREFETCH = 8;

  /** What comes next out of a stream. */
  sealed interface Signal<M> {
    /** The server's next message. */
    record Message<M>(M value) implements Signal<M> {}

    /** Nothing came in the time given. */
    record Silence<M>() implements Signal<M> {}

    /** The stream is over, or closed from this side: nothing else will come. */
    record End<M>() implements Signal<M> {}

    /** The stream broke: nothing else will come. */
    record Failure<M>(LogException cause) implements Signal<M> {}
  }

  // Bounded by the messages that were requested, and one end.
  private final BlockingQueue<Signal<M>> signals = new LinkedBlockingQueue<>();
  private final Runnable onChange;
  private @Nullable ClientCallStreamObserver<?> call;
  private @Nullable Signal<M> last;
  private volatile boolean closed;

  Inbox() {
    this(() -> {});
  }

  /**
   * @param onChange run when the call can take requests again and when it is over; must not block
   */
  Inbox(Runnable onChange) {
    this.onChange = onChange;
  }

  /** What a call receives that was never started: nothing. */
  static <M> Inbox<M> ended() {
    Inbox<M> inbox = new Inbox<>();
    inbox.last = new Signal.End<>();
    inbox.closed = true;
    return inbox;
  }

  /** The receiving side of the one call to start with this inbox. */
  <Q, T> ClientResponseObserver<Q, T> observer(Function<T, M> content) {
    return new ClientResponseObserver<>() {
      @Override
      public void beforeStart(ClientCallStreamObserver<Q> starting) {
        call = starting;
        starting.disableAutoRequestWithInitial(PREFETCH);
        starting.setOnReadyHandler(onChange);
      }

      @Override
      public void onNext(T message) {
        signals.add(new Signal.Message<>(content.apply(message)));
      }

      @Override
      public void onError(Throwable failure) {
        signals.add(closed ? new Signal.End<>() : new Signal.Failure<>(exception(failure)));
        onChange.run();
      }

      @Override
      public void onCompleted() {
        signals.add(new Signal.End<>());
        onChange.run();
      }
    };
  }

  private static LogException exception(Throwable failure) {
    StatusRuntimeException status =
        failure instanceof StatusRuntimeException known
            ? known
            : Status.fromThrowable(failure).asRuntimeException();
    return StatusDetails.of(status).toException(status);
  }

  /** Waits for the next signal, at most that long. An interrupt closes the stream. */
  Signal<M> take(Duration atMost) {
    if (last != null) {
      return last;
    }
    try {
      Signal<M> signal = signals.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
      return signal == null ? new Signal.Silence<>() : taken(signal);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      return taken(new Signal.Failure<>(new UnreachableException("interrupted while waiting", e)));
    }
  }

  /** Whether {@link #take} would give a message at once. */
  boolean hasMessage() {
    return last == null && signals.peek() instanceof Signal.Message<M>;
  }

  private Signal<M> taken(Signal<M> signal) {
    switch (signal) {
      case Signal.Message<M> _ -> {
        if (call != null) {
          call.request(1);
        }
      }
      case Signal.End<M> end -> last = end;
      case Signal.Failure<M> failure -> last = failure;
      case Signal.Silence<M> _ -> throw new IllegalStateException("silence is never queued");
    }
    return signal;
  }

  boolean isClosed() {
    return closed;
  }

  /** Cancels the call; whoever waits in {@link #take} gets the end. For any thread. */
  @Override
  public void close() {
    closed = true;
    if (call != null) {
      call.cancel("closed by the caller", null);
    }
  }
}
