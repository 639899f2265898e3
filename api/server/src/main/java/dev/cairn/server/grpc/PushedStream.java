package dev.cairn.server.grpc;

import dev.cairn.server.publish.HeadBoard;
import dev.cairn.server.publish.Subscription;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A stream of messages to one reader, driven by two events: the reader is ready for more, and there
 * is more. Never blocks a thread and never holds more than the message it is about to send.
 */
final class PushedStream<T> {

  /** What one step of a stream came to. */
  sealed interface Step<T> {
    /** The next message. */
    record Send<T>(T message) implements Step<T> {}

    /** Nothing now; the next checkpoint may bring more. */
    record Pause<T>() implements Step<T> {}

    /** The stream has ended. */
    record End<T>() implements Step<T> {}
  }

  /** Makes the next message; called by one thread at a time. */
  @FunctionalInterface
  interface Source<T> {
    Step<T> next();
  }

  private final ServerCallStreamObserver<T> reader;
  private final Source<T> source;
  private final Executor readers;
  private final OpenStreams openStreams;
  private final Consumer<StatusRuntimeException> ender = this::end;
  private final Subscription subscription;
  // How many events have not been acted upon; the thread that raises it from 0 acts.
  private final AtomicInteger events = new AtomicInteger();
  private boolean ended;
  private Runnable atEnd = () -> {};

  private PushedStream(
      StreamObserver<T> reader,
      Source<T> source,
      HeadBoard board,
      Executor readers,
      OpenStreams openStreams) {
    this.reader = (ServerCallStreamObserver<T>) reader;
    this.source = source;
    this.readers = readers;
    this.openStreams = openStreams;
    this.subscription = board.subscribe(this::wake);
  }

  static <T> PushedStream<T> open(
      StreamObserver<T> reader,
      Source<T> source,
      HeadBoard board,
      Executor readers,
      OpenStreams openStreams) {
    PushedStream<T> stream = new PushedStream<>(reader, source, board, readers, openStreams);
    stream.reader.setOnCancelHandler(stream::letGo);
    stream.reader.setOnReadyHandler(stream::wake);
    openStreams.add(stream.ender);
    stream.wake();
    return stream;
  }

  private void wake() {
    if (events.getAndIncrement() == 0) {
      readers.execute(this::push);
    }
  }

  /** One message a turn, so that streams share the readers' threads. */
  private void push() {
    int seen = events.get();
    if (sendNext() || !events.compareAndSet(seen, 0)) {
      readers.execute(this::push);
    }
  }

  /** Returns whether there may be another message to send at once. */
  private synchronized boolean sendNext() {
    if (ended || !reader.isReady()) {
      return false;
    }
    try {
      return switch (source.next()) {
        case Step.Send<T>(T message) -> {
          reader.onNext(message);
          yield true;
        }
        case Step.Pause<T>() -> false;
        case Step.End<T>() -> {
          letGo();
          reader.onCompleted();
          yield false;
        }
      };
    } catch (RuntimeException e) {
      end(Statuses.of(e));
      return false;
    }
  }

  /** Ends the stream with an error, unless it has ended. */
  synchronized void end(StatusRuntimeException status) {
    if (!ended) {
      letGo();
      reader.onError(status);
    }
  }

  /** Runs something when the stream has ended, or at once if it has. */
  synchronized void whenEnded(Runnable then) {
    if (ended) {
      then.run();
    } else {
      atEnd = then;
    }
  }

  private synchronized void letGo() {
    ended = true;
    atEnd.run();
    subscription.close();
    openStreams.remove(ender);
  }
}
