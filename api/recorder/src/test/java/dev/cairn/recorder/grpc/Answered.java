package dev.cairn.recorder.grpc;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Struct;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** What a caller is answered. */
final class Answered implements StreamObserver<Struct> {
  private final BlockingQueue<Struct> messages = new LinkedBlockingQueue<>();
  private final AtomicReference<Status> status = new AtomicReference<>(Status.OK);
  private final CountDownLatch end = new CountDownLatch(1);

  @Override
  public void onNext(Struct message) {
    messages.add(message);
  }

  @Override
  public void onError(Throwable failure) {
    status.set(Status.fromThrowable(failure));
    end.countDown();
  }

  @Override
  public void onCompleted() {
    end.countDown();
  }

  List<Struct> messages() {
    return List.copyOf(messages);
  }

  /** How many messages there are, once there are so many. */
  void awaitMessage() throws InterruptedException {
    assertTrue(messages.poll(30, TimeUnit.SECONDS) != null);
  }

  boolean isEnded() {
    return end.getCount() == 0;
  }

  Status.Code end() throws InterruptedException {
    assertTrue(end.await(30, TimeUnit.SECONDS));
    return status.get().getCode();
  }
}
