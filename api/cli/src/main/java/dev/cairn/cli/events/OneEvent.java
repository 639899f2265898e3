package dev.cairn.cli.events;

import com.google.protobuf.Timestamp;
import dev.cairn.audit.v1.Actor;
import dev.cairn.audit.v1.Attribute;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.Outcome;
import dev.cairn.audit.v1.OutcomeStatus;
import dev.cairn.audit.v1.Stage;
import dev.cairn.audit.v1.Target;
import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.PlainText;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** An event in options. */
final class OneEvent {
  /** How an event can end, on a command line. */
  enum Ending {
    SUCCESS,
    FAILURE,
    DENIED,
    UNKNOWN,
    ATTEMPT
  }

  @Option(
      names = "--source",
      required = true,
      paramLabel = "URI",
      description = "The service that the event is from: /orders.")
  @SuppressWarnings("NullAway.Init")
  private String source;

  @Option(
      names = "--type",
      required = true,
      paramLabel = "TYPE",
      description = "What kind of event it is: com.example.order.deleted.")
  @SuppressWarnings("NullAway.Init")
  private String type;

  @Option(
      names = "--actor",
      required = true,
      paramLabel = "KIND:ID",
      description = "Who did it: user:alice.")
  @SuppressWarnings("NullAway.Init")
  private String actor;

  @Option(
      names = "--action",
      required = true,
      paramLabel = "VERB",
      description = "What was done: delete.")
  @SuppressWarnings("NullAway.Init")
  private String action;

  @Option(
      names = "--target",
      paramLabel = "KIND:ID",
      description = "What it was done to: order:12; may be given again.")
  private List<String> targets = List.of();

  @Option(
      names = "--outcome",
      paramLabel = "OUTCOME",
      defaultValue = "success",
      description = "How it ended: ${COMPLETION-CANDIDATES}. Default: success.")
  @SuppressWarnings("NullAway.Init")
  private Ending outcome;

  @Option(
      names = "--attribute",
      paramLabel = "NAME=TEXT",
      description = "What else is to be kept; may be given again.")
  private Map<String, String> attributes = Map.of();

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "The event's ID; the same again records nothing. Default: a new one.")
  private @Nullable String id;

  @Option(
      names = "--time",
      paramLabel = "TIME",
      converter = PointInTime.class,
      description = "When it happened. Default: now.")
  private @Nullable Instant time;

  /** The event. */
  AuditEvent event() {
    Instant now = Instant.now();
    String[] by = kindAndId("--actor", actor);
    AuditEvent.Builder event =
        AuditEvent.newBuilder()
            .setId(id == null ? newId(now.toEpochMilli()) : id)
            .setSource(source)
            .setType(type)
            .setOccurredTime(timestamp(time == null ? now : time))
            .setActor(Actor.newBuilder().setType(by[0]).setId(by[1]))
            .setAction(action)
            .setOutcome(outcome());
    for (String target : targets) {
      String[] on = kindAndId("--target", target);
      event.addTargets(Target.newBuilder().setType(on[0]).setId(on[1]));
    }
    new TreeMap<>(attributes)
        .forEach(
            (name, text) ->
                event.addAttributes(Attribute.newBuilder().setName(name).setText(text)));
    return event.build();
  }

  private Outcome outcome() {
    OutcomeStatus status =
        switch (outcome) {
          case SUCCESS -> OutcomeStatus.OUTCOME_STATUS_SUCCESS;
          case FAILURE -> OutcomeStatus.OUTCOME_STATUS_FAILURE;
          case DENIED -> OutcomeStatus.OUTCOME_STATUS_DENIED;
          case UNKNOWN, ATTEMPT -> OutcomeStatus.OUTCOME_STATUS_UNKNOWN;
        };
    Stage stage = outcome == Ending.ATTEMPT ? Stage.STAGE_ATTEMPT : Stage.STAGE_COMPLETION;
    return Outcome.newBuilder().setStage(stage).setStatus(status).build();
  }

  private static String[] kindAndId(String option, String text) {
    int colon = text.indexOf(':');
    if (colon < 1 || colon == text.length() - 1) {
      throw new CommandException(
          ExitCode.USAGE, "%s: \"%s\" is not KIND:ID".formatted(option, PlainText.of(text)));
    }
    return new String[] {text.substring(0, colon), text.substring(colon + 1)};
  }

  private static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  /** A UUID of version 7 (RFC 9562). */
  private static String newId(long millis) {
    SecureRandom random = new SecureRandom();
    long high = (millis << 16) | 0x7000 | random.nextInt(1 << 12);
    long low = Long.MIN_VALUE | (random.nextLong() >>> 2);
    return new UUID(high, low).toString();
  }
}
