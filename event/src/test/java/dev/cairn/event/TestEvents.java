package dev.cairn.event;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.cairn.audit.v1.Actor;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.Outcome;
import dev.cairn.audit.v1.OutcomeStatus;
import dev.cairn.audit.v1.Stage;
import java.util.List;
import java.util.stream.IntStream;

/** Events for tests that do not look into them. */
public final class TestEvents {
  private TestEvents() {}

  /** A valid event of that ID. */
  public static AuditEvent event(String id) {
    return AuditEvent.newBuilder()
        .setId(id)
        .setSource("/orders")
        .setType("com.example.order.deleted")
        .setOccurredTime(Timestamp.newBuilder().setSeconds(1_700_000_000))
        .setActor(Actor.newBuilder().setType("user").setId("alice"))
        .setAction("delete")
        .setOutcome(
            Outcome.newBuilder()
                .setStage(Stage.STAGE_COMPLETION)
                .setStatus(OutcomeStatus.OUTCOME_STATUS_SUCCESS))
        .build();
  }

  /** That many of them, serialized. */
  public static List<ByteString> serialized(int count) {
    return IntStream.range(0, count).mapToObj(i -> event("e" + i).toByteString()).toList();
  }
}
