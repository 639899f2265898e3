package dev.cairn.recorder.delivery;

import dev.cairn.audit.v1.AuditServiceGrpc;
import dev.cairn.audit.v1.EventRun;
import dev.cairn.audit.v1.RecordEventsRequest;
import dev.cairn.audit.v1.RecordEventsResponse;
import dev.cairn.client.Ack;
import dev.cairn.client.LogException;
import dev.cairn.client.UnreachableException;
import dev.cairn.log.v1.AckLevel;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** One call of RecordEvents. For one thread, which its bell wakes. */
final class EventStream implements AutoCloseable {
  private static final int PREFETCH = 8;

  private final Bell bell;
  // Bounded by the messages that were asked for.
  private final Queue<RecordEventsResponse> answers = new ConcurrentLinkedQueue<>();
  private volatile @Nullable LogException end;
  private final ClientCallStreamObserver<RecordEventsRequest> call;

  private EventStream(Channel channel, Bell bell) {
    this.bell = bell;
    this.call =
        (ClientCallStreamObserver<RecordEventsRequest>)
            AuditServiceGrpc.newStub(channel).recordEvents(new Receiver());
  }

  /** Opens the stream and says what it is for. */
  static EventStream open(Channel channel, String origin, Ack ack, Bell bell) {
    EventStream stream = new EventStream(channel, bell);
    stream.call.onNext(RecordEventsRequest.newBuilder().setLog(origin).setAck(level(ack)).build());
    return stream;
  }

  private static AckLevel level(Ack ack) {
    return switch (ack) {
      case DURABLE -> AckLevel.ACK_LEVEL_DURABLE;
      case SIGNED -> AckLevel.ACK_LEVEL_SIGNED;
      case WITNESSED -> AckLevel.ACK_LEVEL_WITNESSED;
    };
  }

  boolean isReady() {
    return call.isReady();
  }

  void send(EventRun run) {
    call.onNext(RecordEventsRequest.newBuilder().setRun(run).build());
  }

  /**
   * The next answer, if one is there.
   *
   * @throws LogException if the stream is over, and all answers were taken
   */
  Optional<RecordEventsResponse> poll() throws LogException {
    LogException ended = end; // read first: answers come before the end
    RecordEventsResponse answer = answers.poll();
    if (answer != null) {
      call.request(1);
      return Optional.of(answer);
    }
    if (ended != null) {
      throw ended;
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    call.cancel("the session is over", null);
  }

  private final class Receiver
      implements ClientResponseObserver<RecordEventsRequest, RecordEventsResponse> {
    @Override
    public void beforeStart(ClientCallStreamObserver<RecordEventsRequest> starting) {
      starting.disableAutoRequestWithInitial(PREFETCH);
      starting.setOnReadyHandler(bell::ring);
    }

    @Override
    public void onNext(RecordEventsResponse answer) {
      answers.add(answer);
      bell.ring();
    }

    @Override
    public void onError(Throwable failure) {
      StatusRuntimeException status =
          failure instanceof StatusRuntimeException known
              ? known
              : Status.fromThrowable(failure).asRuntimeException();
      end = LogException.of(status);
      bell.ring();
    }

    @Override
    public void onCompleted() {
      end = new UnreachableException("the log ended the stream of events");
      bell.ring();
    }
  }
}
