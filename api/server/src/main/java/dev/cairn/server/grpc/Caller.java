package dev.cairn.server.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Executor;

/** The one who waits for a single answer, and may have gone by then. */
final class Caller<T> {
  private final ServerCallStreamObserver<T> observer;

  Caller(StreamObserver<T> observer) {
    this.observer = (ServerCallStreamObserver<T>) observer;
    // With a handler, answering a call that was cancelled does nothing instead of throwing.
    this.observer.setOnCancelHandler(() -> {});
  }

  /** Whether nobody waits for the answer any more: the call was cancelled, or its time is over. */
  boolean hasGone() {
    return observer.isCancelled();
  }

  void answer(T response) {
    observer.onNext(response);
    observer.onCompleted();
  }

  void fail(Throwable thrown) {
    observer.onError(Statuses.of(thrown));
  }

  /** Runs what may answer; what it throws is the answer. */
  void attempt(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  /** The same, on another thread. */
  void attempt(Executor executor, Runnable work) {
    executor.execute(() -> attempt(work));
  }
}
