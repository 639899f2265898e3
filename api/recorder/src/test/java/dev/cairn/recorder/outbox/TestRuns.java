package dev.cairn.recorder.outbox;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.EventRun;
import java.util.OptionalLong;

/** Runs and refusals for tests. The outbox looks into no event, so these are small. */
final class TestRuns {
  private TestRuns() {}

  /** A run of sealed events with sequences from {@code first} on. */
  static EventRun run(long first, int count) {
    return run(first, count, 10);
  }

  static EventRun run(long first, int count, int eventBytes) {
    EventRun.Builder run =
        EventRun.newBuilder().setProducer("orders").setFirstSequence(first).setKeyId(7);
    for (int i = 0; i < count; i++) {
      run.addEvents(event(first + i, eventBytes).toByteString());
    }
    return run.build();
  }

  static AuditEvent event(long number, int bytes) {
    return AuditEvent.newBuilder()
        .setId("event-" + number)
        .setSource("/orders")
        .setType("com.example.order")
        .setAction("x".repeat(bytes))
        .build();
  }

  /** Where the seals stand after so many events. */
  static Chain chain(long next) {
    return next == 0
        ? Chain.NONE
        : new Chain(
            "orders", "orders+key", next, ByteString.copyFrom(new byte[31]).concat(last(next)));
  }

  private static ByteString last(long next) {
    return ByteString.copyFrom(new byte[] {(byte) next});
  }

  static Status status(String reason) {
    return Status.newBuilder()
        .setCode(Code.INVALID_ARGUMENT_VALUE)
        .setMessage("not so")
        .addDetails(Any.pack(ErrorInfo.newBuilder().setReason(reason).build()))
        .build();
  }

  static Refusal refusal(long sequence, String reason) {
    return new Refusal(
        event(sequence, 10).toByteString(), "orders", OptionalLong.of(sequence), status(reason));
  }
}
