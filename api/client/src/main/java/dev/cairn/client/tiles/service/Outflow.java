package dev.cairn.client.tiles.service;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Sends answers no faster than they are taken. For one thread. */
final class Outflow<T> {
  private final ServerCallStreamObserver<T> call;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ready = lock.newCondition();

  /** To be made before the call's handler returns. */
  Outflow(ServerCallStreamObserver<T> call) {
    this.call = call;
    call.setOnReadyHandler(this::wake);
  }

  private void wake() {
    lock.lock();
    try {
      ready.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the caller takes more, and sends. An interrupt ends the wait. */
  void send(T answer) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!call.isReady()) {
        ready.await();
      }
    } finally {
      lock.unlock();
    }
    call.onNext(answer);
  }
}
