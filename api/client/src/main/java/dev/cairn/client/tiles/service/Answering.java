package dev.cairn.client.tiles.service;

import dev.cairn.tree.VerificationException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;

/** Answers a call on a thread of its own, which is interrupted once nobody waits for it. */
final class Answering {
  /** Finds the one answer. */
  @FunctionalInterface
  interface One<T> {
    T find() throws IOException, VerificationException, InterruptedException;
  }

  /** Sends any number of answers. */
  @FunctionalInterface
  interface Many<T> {
    void send(Outflow<T> out) throws IOException, VerificationException, InterruptedException;
  }

  private Answering() {}

  static <T> void one(StreamObserver<T> caller, One<T> answer) {
    many(caller, out -> out.send(answer.find()));
  }

  static <T> void many(StreamObserver<T> caller, Many<T> answers) {
    ServerCallStreamObserver<T> call = (ServerCallStreamObserver<T>) caller;
    Outflow<T> out = new Outflow<>(call);
    Thread thread =
        Thread.ofVirtual().name("cairn-tiles").unstarted(() -> answer(call, out, answers));
    call.setOnCancelHandler(thread::interrupt);
    thread.start();
  }

  private static <T> void answer(
      ServerCallStreamObserver<T> call, Outflow<T> out, Many<T> answers) {
    try {
      answers.send(out);
      call.onCompleted();
    } catch (IOException
        | VerificationException
        | InterruptedException
        | RuntimeException failure) {
      call.onError(Refusals.of(failure)); // no effect if it was cancelled
    }
  }
}
