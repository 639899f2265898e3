package dev.cairn.recorder.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import com.google.protobuf.Timestamp;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.EventContext;
import dev.cairn.audit.v1.Outcome;
import dev.cairn.audit.v1.OutcomeStatus;
import dev.cairn.audit.v1.Stage;
import dev.cairn.audit.v1.Target;
import dev.cairn.recorder.EventIds;
import dev.cairn.recorder.EventText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Marker;

/** Makes events of marked log lines. What a line says wrong stays wrong, for the rules to tell. */
final class LineEvents {
  private static final int MAX_MESSAGE_BYTES = 8_192;

  private final EventIds ids = new EventIds();
  private final String source;
  private final String type;
  private final List<String> mdcAttributes;

  /**
   * @param type that of lines that say none; may be empty
   * @param mdcAttributes the keys of the MDC that become attributes
   */
  LineEvents(String source, String type, List<String> mdcAttributes) {
    this.source = source;
    this.type = type;
    this.mdcAttributes = mdcAttributes;
  }

  /** What a line's marker says: empty if the line is not marked. */
  static Optional<AuditEvent> marked(ILoggingEvent line) {
    List<Marker> markers = line.getMarkerList();
    if (markers == null) {
      return Optional.empty();
    }
    Optional<AuditEvent> said = Optional.empty();
    for (Marker marker : markers) {
      if (marker instanceof AuditMarker audit) {
        return Optional.of(audit.said());
      }
      if (marker.contains(AuditMarkers.NAME)) {
        said = Optional.of(AuditEvent.getDefaultInstance());
      }
    }
    return said;
  }

  /** The event of a marked line. */
  AuditEvent event(ILoggingEvent line, AuditEvent said) {
    LineValues values = new LineValues(line);
    Instant time = Instant.ofEpochMilli(line.getTimeStamp());
    if (line.getInstant() != null) {
      time = line.getInstant();
    }
    AuditEvent.Builder event = said.toBuilder().setSource(source);
    values.take("event.id").ifPresent(event::setId);
    if (event.getId().isEmpty()) {
      event.setId(ids.next(time.toEpochMilli()));
    }
    event.setOccurredTime(
        Timestamp.newBuilder().setSeconds(time.getEpochSecond()).setNanos(time.getNano()));
    values.take("event.type").ifPresent(event::setType);
    if (event.getType().isEmpty()) {
      event.setType(type);
    }
    values.take("action").ifPresent(event::setAction);
    addActor(event, values);
    addTarget(event, values);
    event.setOutcome(outcome(line, event, values));
    addContext(event, values);
    return event.addAllAttributes(attributes(line, values)).build();
  }

  private static void addActor(AuditEvent.Builder event, LineValues values) {
    Optional<String> actorType = values.takeOrMdc("actor.type");
    Optional<String> id = values.takeOrMdc("actor.id");
    if (!event.hasActor() && id.isPresent()) {
      event.getActorBuilder().setType(actorType.orElse("user")).setId(id.get());
    }
  }

  private static void addTarget(AuditEvent.Builder event, LineValues values) {
    Optional<String> targetType = values.take("target.type");
    Optional<String> id = values.take("target.id");
    if (targetType.isPresent() || id.isPresent()) {
      event.addTargets(Target.newBuilder().setType(targetType.orElse("")).setId(id.orElse("")));
    }
  }

  private static Outcome outcome(ILoggingEvent line, AuditEvent.Builder event, LineValues values) {
    Outcome.Builder outcome = event.getOutcome().toBuilder();
    Optional<String> status = values.take("outcome");
    values.take("outcome.code").ifPresent(outcome::setCode);
    if (status.isEmpty() && event.hasOutcome()) {
      return outcome.build();
    }
    boolean isBad = line.getThrowableProxy() != null || line.getLevel() == Level.ERROR;
    String word = status.orElse(isBad ? "failure" : "success");
    return outcome
        .setStage(word.equals("attempt") ? Stage.STAGE_ATTEMPT : Stage.STAGE_COMPLETION)
        .setStatus(status(word))
        .build();
  }

  private static OutcomeStatus status(String word) {
    return switch (word) {
      case "success" -> OutcomeStatus.OUTCOME_STATUS_SUCCESS;
      case "failure" -> OutcomeStatus.OUTCOME_STATUS_FAILURE;
      case "denied" -> OutcomeStatus.OUTCOME_STATUS_DENIED;
      case "attempt", "unknown" -> OutcomeStatus.OUTCOME_STATUS_UNKNOWN;
      // Not a word for an outcome: the rules refuse it.
      default -> OutcomeStatus.OUTCOME_STATUS_UNSPECIFIED;
    };
  }

  private static void addContext(AuditEvent.Builder event, LineValues values) {
    EventContext.Builder context = event.getContext().toBuilder();
    values.takeOrMdc("traceparent").ifPresent(context::setTraceparent);
    values.takeOrMdc("correlation_id").ifPresent(context::setCorrelationId);
    values.takeOrMdc("peer").ifPresent(context::setPeer);
    values.takeOrMdc("user_agent").ifPresent(context::setUserAgent);
    if (!context.build().equals(EventContext.getDefaultInstance())) {
      event.setContext(context);
    }
  }

  private List<dev.cairn.audit.v1.Attribute> attributes(ILoggingEvent line, LineValues values) {
    LineAttributes attributes = new LineAttributes();
    for (String key : mdcAttributes) {
      values.mdc(key).ifPresent(value -> attributes.add(key, value));
    }
    values.rest().forEach(attributes::add);
    attributes.add("log.logger", line.getLoggerName());
    String message = line.getFormattedMessage();
    if (message != null && !message.isEmpty()) {
      attributes.add("log.message", message);
    }
    IThrowableProxy failure = line.getThrowableProxy();
    if (failure != null) {
      String text = failure.getClassName() + ": " + failure.getMessage();
      attributes.add("log.exception", EventText.text(text, MAX_MESSAGE_BYTES));
    }
    return attributes.sorted();
  }
}
