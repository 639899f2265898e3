package dev.cairn.recorder;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.cairn.audit.v1.Actor;
import dev.cairn.audit.v1.Attribute;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.EventContext;
import dev.cairn.audit.v1.Outcome;
import dev.cairn.audit.v1.OutcomeStatus;
import dev.cairn.audit.v1.Principal;
import dev.cairn.audit.v1.Stage;
import dev.cairn.audit.v1.Target;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Puts an event together. Attributes may be given in any order. ID and time are left to {@link
 * AuditClient#record} unless they are given. Nothing is checked here. For one thread.
 */
public final class AuditEvents {
  private final AuditEvent.Builder event;
  private final Attributes attributes = new Attributes();

  private AuditEvents(AuditEvent.Builder event) {
    this.event = event;
  }

  /**
   * Begins an event, with no actor and no outcome yet.
   *
   * @param source the service, as a URI reference: {@code /orders}
   * @param type what kind of event it is: {@code com.example.order.deleted}
   * @param action what was done, as a verb: {@code delete}
   */
  public static AuditEvents event(String source, String type, String action) {
    return new AuditEvents(
        AuditEvent.newBuilder().setSource(source).setType(type).setAction(action));
  }

  static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  /** The event's own ID, unique within its source for ever. */
  public AuditEvents id(String id) {
    event.setId(id);
    return this;
  }

  /** When it happened. */
  public AuditEvents at(Instant time) {
    event.setOccurredTime(timestamp(time));
    return this;
  }

  /** Who did it. */
  public AuditEvents by(String type, String id) {
    Actor.Builder actor = event.getActorBuilder();
    actor.setType(type).setId(id);
    return this;
  }

  /** On whose behalf, the nearest first. */
  public AuditEvents onBehalfOf(String type, String id) {
    event.getActorBuilder().addOnBehalfOf(Principal.newBuilder().setType(type).setId(id));
    return this;
  }

  /** What it was done to; may be called several times. */
  public AuditEvents on(String type, String id) {
    event.addTargets(Target.newBuilder().setType(type).setId(id));
    return this;
  }

  /** What it happened within. */
  public AuditEvents within(EventContext context) {
    event.setContext(context);
    return this;
  }

  /** A text to be kept. */
  public AuditEvents attribute(String name, String text) {
    return attribute(name, value -> value.setText(text));
  }

  /** A whole number to be kept. */
  public AuditEvents attribute(String name, long integer) {
    return attribute(name, value -> value.setInteger(integer));
  }

  /** A number to be kept. */
  public AuditEvents attribute(String name, double number) {
    return attribute(name, value -> value.setNumber(number));
  }

  /** A yes or no to be kept. */
  public AuditEvents attribute(String name, boolean flag) {
    return attribute(name, value -> value.setFlag(flag));
  }

  /** Bytes to be kept. */
  public AuditEvents attribute(String name, byte[] data) {
    return attribute(name, value -> value.setData(ByteString.copyFrom(data)));
  }

  /** A time to be kept. */
  public AuditEvents attribute(String name, Instant time) {
    return attribute(name, value -> value.setTime(timestamp(time)));
  }

  private AuditEvents attribute(String name, Consumer<Attribute.Builder> value) {
    Attribute.Builder attribute = Attribute.newBuilder().setName(name);
    value.accept(attribute);
    attributes.add(attribute.build());
    return this;
  }

  /** It is about to be tried. */
  public AuditEvent attempted() {
    return ended(Stage.STAGE_ATTEMPT, OutcomeStatus.OUTCOME_STATUS_UNKNOWN, "", "");
  }

  /** It was done. */
  public AuditEvent succeeded() {
    return ended(Stage.STAGE_COMPLETION, OutcomeStatus.OUTCOME_STATUS_SUCCESS, "", "");
  }

  /**
   * It failed.
   *
   * @param code the action's own code, such as {@code NOT_FOUND}; may be empty
   * @param message a sentence for a person; may be empty
   */
  public AuditEvent failed(String code, String message) {
    return ended(Stage.STAGE_COMPLETION, OutcomeStatus.OUTCOME_STATUS_FAILURE, code, message);
  }

  /**
   * It was not allowed.
   *
   * @param code the action's own code, such as {@code PERMISSION_DENIED}; may be empty
   * @param message a sentence for a person; may be empty
   */
  public AuditEvent denied(String code, String message) {
    return ended(Stage.STAGE_COMPLETION, OutcomeStatus.OUTCOME_STATUS_DENIED, code, message);
  }

  /** Any outcome. */
  public AuditEvent ended(Stage stage, OutcomeStatus status, String code, String message) {
    Outcome.Builder outcome =
        Outcome.newBuilder().setStage(stage).setStatus(status).setCode(code).setMessage(message);
    return event
        .setOutcome(outcome)
        .clearAttributes()
        .addAllAttributes(attributes.sorted())
        .build();
  }
}
