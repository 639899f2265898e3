package dev.cairn.client;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import dev.cairn.log.v1.AckLevel;
import dev.cairn.log.v1.AppendEntriesRequest;
import dev.cairn.log.v1.AppendEntriesResponse;
import dev.cairn.log.v1.AppendOutcome;
import dev.cairn.log.v1.AppendedRun;
import io.grpc.stub.StreamObserver;

/**
 * One stream of appends: answers after every third entry and at the end. An entry that starts with
 * {@code bad} is refused.
 */
final class TestAppendStream implements StreamObserver<AppendEntriesRequest> {
  private static final int ITEMS_PER_MESSAGE = 3;

  private final TestLogService log;
  private final StreamObserver<AppendEntriesResponse> caller;
  private AppendEntriesResponse.Builder answer = AppendEntriesResponse.newBuilder();
  private AckLevel ack = AckLevel.ACK_LEVEL_UNSPECIFIED;
  private long item;
  private int unanswered;

  TestAppendStream(TestLogService log, StreamObserver<AppendEntriesResponse> caller) {
    this.log = log;
    this.caller = caller;
  }

  @Override
  public void onNext(AppendEntriesRequest request) {
    synchronized (log) {
      if (item == 0) {
        ack = log.reached(request.getAck());
      }
      if (request.getEntry().toStringUtf8().startsWith("bad")) {
        refuse();
      } else {
        place(log.append(request.getEntry().toByteArray()));
      }
      item++;
      if (++unanswered == ITEMS_PER_MESSAGE) {
        send();
      }
    }
  }

  private void place(long index) {
    int last = answer.getOutcomesCount() - 1;
    if (last >= 0 && answer.getOutcomes(last).hasAppended()) {
      AppendOutcome.Builder run = answer.getOutcomesBuilder(last);
      if (run.getAppended().getFirstIndex() + run.getCount() == index) {
        run.setCount(run.getCount() + 1);
        return;
      }
    }
    answer.addOutcomes(
        AppendOutcome.newBuilder()
            .setFirstItem(item)
            .setCount(1)
            .setAppended(AppendedRun.newBuilder().setFirstIndex(index).setAck(ack)));
  }

  private void refuse() {
    Any reason = Any.pack(ErrorInfo.newBuilder().setReason("INVALID_REQUEST").build());
    answer.addOutcomes(
        AppendOutcome.newBuilder()
            .setFirstItem(item)
            .setCount(1)
            .setError(Status.newBuilder().setCode(Code.INVALID_ARGUMENT_VALUE).addDetails(reason)));
  }

  private void send() {
    if (ack != AckLevel.ACK_LEVEL_DURABLE) {
      answer.setCheckpoint(log.publish(ack));
    }
    caller.onNext(log.lies.apply(AppendEntriesResponse.class, answer.build()));
    answer = AppendEntriesResponse.newBuilder();
    unanswered = 0;
  }

  @Override
  public void onError(Throwable cancelled) {}

  @Override
  public void onCompleted() {
    synchronized (log) {
      if (unanswered > 0) {
        send();
      }
      caller.onCompleted();
    }
  }
}
