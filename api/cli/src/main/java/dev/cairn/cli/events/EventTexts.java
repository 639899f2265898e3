package dev.cairn.cli.events;

import com.google.protobuf.Timestamp;
import dev.cairn.audit.v1.Actor;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.Outcome;
import dev.cairn.audit.v1.Stage;
import dev.cairn.audit.v1.Target;
import dev.cairn.cli.console.PlainText;
import dev.cairn.client.events.VerifiedEvent;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Events as people read them. What a terminal would obey is shown as a mark instead. */
final class EventTexts {
  /** The names over the columns of {@link #row}. */
  static final String HEADER =
      columns("INDEX", "OCCURRED", "ACTOR", "ACTION", "TARGET", "OUTCOME") + "SOURCE";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private EventTexts() {}

  /** One line. */
  static String row(VerifiedEvent found) {
    AuditEvent event = found.event();
    String targets =
        event.getTargetsCount() == 0
            ? "-"
            : target(event.getTargets(0))
                + (event.getTargetsCount() == 1 ? "" : " +" + (event.getTargetsCount() - 1));
    return columns(
            "" + found.index(),
            time(event.getOccurredTime()),
            actor(event.getActor()),
            event.getAction(),
            targets,
            outcome(event.getOutcome()))
        + PlainText.of(event.getSource());
  }

  private static String columns(
      String index, String time, String actor, String action, String target, String outcome) {
    return "%9s  %-24s  %-20s  %-12s  %-24s  %-8s  "
        .formatted(
            index,
            time,
            PlainText.of(actor),
            PlainText.of(action),
            PlainText.of(target),
            PlainText.of(outcome));
  }

  /** Several lines: all that an event says. */
  static String page(VerifiedEvent found) {
    AuditEvent event = found.event();
    StringBuilder page = new StringBuilder();
    line(page, "index", "" + found.index());
    line(page, "id", event.getId());
    line(page, "source", event.getSource());
    line(page, "type", event.getType());
    line(page, "occurred", time(event.getOccurredTime()));
    line(page, "actor", actor(event.getActor()));
    event
        .getActor()
        .getOnBehalfOfList()
        .forEach(one -> line(page, "  for", one.getType() + ":" + one.getId()));
    line(page, "action", event.getAction());
    event.getTargetsList().forEach(one -> line(page, "target", target(one)));
    line(page, "outcome", outcome(event.getOutcome()));
    line(page, "code", event.getOutcome().getCode());
    line(page, "message", event.getOutcome().getMessage());
    line(page, "trace", event.getContext().getTraceparent());
    line(page, "correlation", event.getContext().getCorrelationId());
    line(page, "peer", event.getContext().getPeer());
    line(page, "user agent", event.getContext().getUserAgent());
    event.getAttributesList().forEach(one -> line(page, one.getName(), AttributeTexts.of(one)));
    line(page, "received", time(found.collection().getReceiveTime()));
    line(page, "submitter", found.collection().getSubmitter());
    found
        .link()
        .ifPresent(
            link -> line(page, "producer", link.getProducer() + ", event " + link.getSequence()));
    line(page, "leaf hash", found.leafHash().toHex());
    return page.toString().stripTrailing();
  }

  private static void line(StringBuilder page, String name, String value) {
    if (!value.isEmpty()) {
      page.append("%-12s %s%n".formatted(PlainText.of(name), PlainText.of(value)));
    }
  }

  private static String actor(Actor actor) {
    return actor.getType() + ":" + actor.getId();
  }

  static String target(Target target) {
    return target.getType() + ":" + target.getId();
  }

  private static String outcome(Outcome outcome) {
    String status =
        outcome.getStatus().name().substring("OUTCOME_STATUS_".length()).toLowerCase(Locale.ROOT);
    return outcome.getStage() == Stage.STAGE_ATTEMPT ? "attempt" : status;
  }

  static String time(Timestamp time) {
    try {
      return TIME.format(Instant.ofEpochSecond(time.getSeconds(), time.getNanos()));
    } catch (DateTimeException | ArithmeticException e) {
      return "no time";
    }
  }
}
