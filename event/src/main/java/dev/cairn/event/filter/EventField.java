package dev.cairn.event.filter;

import dev.cairn.audit.v1.Link;
import dev.cairn.audit.v1.Principal;
import dev.cairn.audit.v1.Target;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A field that events have by their schema, or by being in the log. */
@SuppressWarnings("ImmutableEnumChecker") // lambdas without state
public enum EventField implements Field {
  /** {@code AuditEvent.id}. */
  ID("id", FieldType.TEXT, view -> text(view.event().getId())),
  /** {@code AuditEvent.source}. */
  SOURCE("source", FieldType.TEXT, view -> text(view.event().getSource())),
  /** {@code AuditEvent.type}. */
  TYPE("type", FieldType.TEXT, view -> text(view.event().getType())),
  /** {@code AuditEvent.actor.id}. */
  ACTOR_ID("actor.id", FieldType.TEXT, view -> text(view.event().getActor().getId())),
  /** {@code AuditEvent.actor.type}. */
  ACTOR_TYPE("actor.type", FieldType.TEXT, view -> text(view.event().getActor().getType())),
  /** The IDs of all on whose behalf the actor acts. */
  ON_BEHALF_OF_ID(
      "actor.on_behalf_of.id", FieldType.TEXT, view -> principals(view, Principal::getId)),
  /** The types of all on whose behalf the actor acts. */
  ON_BEHALF_OF_TYPE(
      "actor.on_behalf_of.type", FieldType.TEXT, view -> principals(view, Principal::getType)),
  /** {@code AuditEvent.action}. */
  ACTION("action", FieldType.TEXT, view -> text(view.event().getAction())),
  /** The IDs of all targets. */
  TARGET_ID("target.id", FieldType.TEXT, view -> targets(view, Target::getId)),
  /** The types of all targets. */
  TARGET_TYPE("target.type", FieldType.TEXT, view -> targets(view, Target::getType)),
  /** {@code AuditEvent.outcome.status}. */
  OUTCOME_STATUS(
      "outcome.status",
      FieldType.STATUS,
      view -> text(FieldType.STATUS.shortName(view.event().getOutcome().getStatus().name()))),
  /** {@code AuditEvent.outcome.stage}. */
  OUTCOME_STAGE(
      "outcome.stage",
      FieldType.STAGE,
      view -> text(FieldType.STAGE.shortName(view.event().getOutcome().getStage().name()))),
  /** {@code AuditEvent.outcome.code}. */
  OUTCOME_CODE("outcome.code", FieldType.TEXT, view -> text(view.event().getOutcome().getCode())),
  /** The trace ID in {@code AuditEvent.context.traceparent}, 32 hex digits. */
  TRACE_ID("trace_id", FieldType.TEXT, view -> text(traceparentPart(view, 3, 35))),
  /** The parent ID in {@code AuditEvent.context.traceparent}, 16 hex digits. */
  SPAN_ID("span_id", FieldType.TEXT, view -> text(traceparentPart(view, 36, 52))),
  /** {@code AuditEvent.context.correlation_id}. */
  CORRELATION_ID(
      "correlation_id", FieldType.TEXT, view -> text(view.event().getContext().getCorrelationId())),
  /** {@code AuditEvent.context.peer}. */
  PEER("peer", FieldType.TEXT, view -> text(view.event().getContext().getPeer())),
  /** {@code AuditEvent.context.user_agent}. */
  USER_AGENT("user_agent", FieldType.TEXT, view -> text(view.event().getContext().getUserAgent())),
  /** {@code AuditEvent.occurred_time}. */
  OCCURRED_TIME(
      "occurred_time",
      FieldType.TIME,
      view ->
          view.event().hasOccurredTime() ? Times.value(view.event().getOccurredTime()) : List.of()),
  /** {@code Collection.receive_time}. */
  RECEIVE_TIME(
      "receive_time",
      FieldType.TIME,
      view ->
          view.collection().hasReceiveTime()
              ? Times.value(view.collection().getReceiveTime())
              : List.of()),
  /** {@code Collection.submitter}. */
  SUBMITTER("submitter", FieldType.TEXT, view -> text(view.collection().getSubmitter())),
  /** {@code Link.producer}. */
  PRODUCER("producer", FieldType.TEXT, view -> text(view.link().map(Link::getProducer).orElse(""))),
  /** {@code Link.sequence}; absent if the event is not sealed. */
  SEQUENCE("sequence", FieldType.INTEGER, view -> integer(view.link().map(Link::getSequence))),
  /** The index in the log. */
  INDEX("index", FieldType.INTEGER, view -> integer(Optional.of(view.index()))),
  /** {@code AuditEvent.payload_digest.digest} as lowercase hex digits. */
  PAYLOAD_DIGEST(
      "payload.digest",
      FieldType.HEX,
      view ->
          text(
              HexFormat.of().formatHex(view.event().getPayloadDigest().getDigest().toByteArray())));

  private static final int TRACEPARENT_LENGTH = 55;

  private final String name;
  private final FieldType type;
  private final Function<EventView, List<Literal>> values;

  EventField(String name, FieldType type, Function<EventView, List<Literal>> values) {
    this.name = name;
    this.type = type;
    this.values = values;
  }

  FieldType type() {
    return type;
  }

  @Override
  public List<Literal> values(EventView view) {
    return values.apply(view);
  }

  @Override
  public boolean isPresent(EventView view) {
    List<Literal> present = values(view);
    return !present.isEmpty() && !present.equals(text(""));
  }

  @Override
  public String toString() {
    return name;
  }

  private static List<Literal> text(String text) {
    return List.of(new Literal.Text(text));
  }

  private static List<Literal> integer(Optional<Long> number) {
    return number
        .<List<Literal>>map(value -> List.of(new Literal.Decimal(BigDecimal.valueOf(value))))
        .orElse(List.of());
  }

  private static List<Literal> principals(EventView view, Function<Principal, String> part) {
    return texts(view.event().getActor().getOnBehalfOfList(), part);
  }

  private static List<Literal> targets(EventView view, Function<Target, String> part) {
    return texts(view.event().getTargetsList(), part);
  }

  private static <T> List<Literal> texts(List<T> elements, Function<T, String> part) {
    return elements.stream().<Literal>map(e -> new Literal.Text(part.apply(e))).toList();
  }

  private static String traceparentPart(EventView view, int start, int end) {
    String traceparent = view.event().getContext().getTraceparent();
    return traceparent.length() == TRACEPARENT_LENGTH ? traceparent.substring(start, end) : "";
  }
}
