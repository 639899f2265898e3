package dev.cairn.server.grpc;

import com.google.protobuf.Timestamp;
import dev.cairn.audit.v1.Actor;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.Outcome;
import dev.cairn.audit.v1.OutcomeStatus;
import dev.cairn.audit.v1.Stage;
import java.time.Instant;

/** Events for tests. */
final class TestEvents {
  static final Instant TIME = Instant.ofEpochSecond(1_700_000_000);

  private TestEvents() {}

  /** A valid event of that ID. */
  static AuditEvent event(String id) {
    return event(id, "alice");
  }

  /** A valid event of that ID and that user. */
  static AuditEvent event(String id, String user) {
    return AuditEvent.newBuilder()
        .setId(id)
        .setSource("/orders")
        .setType("com.example.order.deleted")
        .setOccurredTime(Timestamp.newBuilder().setSeconds(TIME.getEpochSecond()))
        .setActor(Actor.newBuilder().setType("user").setId(user))
        .setAction("delete")
        .setOutcome(
            Outcome.newBuilder()
                .setStage(Stage.STAGE_COMPLETION)
                .setStatus(OutcomeStatus.OUTCOME_STATUS_SUCCESS))
        .build();
  }
}
