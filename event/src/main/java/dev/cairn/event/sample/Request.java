package dev.cairn.event.sample;

import dev.cairn.audit.v1.Actor;
import dev.cairn.audit.v1.Attribute;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.EventContext;
import dev.cairn.audit.v1.Outcome;
import dev.cairn.audit.v1.OutcomeStatus;
import dev.cairn.audit.v1.Stage;
import dev.cairn.audit.v1.Target;
import java.util.ArrayList;
import java.util.List;

/** The events of one request, which still lack their IDs and times. */
final class Request {
  private static final String[] USER_AGENTS = {
    "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0",
    "Mozilla/5.0 (Macintosh) Version/19.0 Safari/605.1.15",
    "ShopApp/7.3 (Android 16)",
    "grpc-java-netty/1.85.1",
    "curl/8.14.1"
  };

  private final Chance chance;
  private final Actor actor;
  private final String trace;
  private final String correlation;
  private final String peer;
  private final String userAgent;
  private final List<AuditEvent.Builder> events = new ArrayList<>();

  Request(Chance chance, Actor actor) {
    this.chance = chance;
    this.actor = actor;
    this.trace = "00-" + chance.hexadecimal(32) + "-";
    this.correlation = chance.oneIn(4) ? "req-" + chance.hexadecimal(12) : "";
    this.peer =
        isPerson()
            ? "203.0.113." + (1 + chance.below(254))
            : "10.0." + chance.below(256) + "." + (1 + chance.below(254));
    this.userAgent = isPerson() ? USER_AGENTS[chance.below(3)] : USER_AGENTS[3 + chance.below(2)];
  }

  Chance chance() {
    return chance;
  }

  boolean isPerson() {
    return actor.getType().equals("user");
  }

  List<AuditEvent.Builder> events() {
    return events;
  }

  /** Something that was done or not. Attributes come in the order of their names. */
  void complete(
      String source,
      String type,
      String action,
      Outcome outcome,
      List<Target> targets,
      List<Attribute> attributes) {
    events.add(
        AuditEvent.newBuilder()
            .setSource(source)
            .setType(type)
            .setActor(actor)
            .setAction(action)
            .addAllTargets(targets)
            .setOutcome(outcome)
            .setContext(context())
            .addAllAttributes(attributes));
  }

  /** Something that was about to be tried. */
  void attempt(
      String source, String type, String action, List<Target> targets, List<Attribute> attributes) {
    Outcome attempt =
        Outcome.newBuilder()
            .setStage(Stage.STAGE_ATTEMPT)
            .setStatus(OutcomeStatus.OUTCOME_STATUS_UNKNOWN)
            .build();
    complete(source, type, action, attempt, targets, attributes);
  }

  private EventContext context() {
    return EventContext.newBuilder()
        .setTraceparent(trace + chance.hexadecimal(16) + "-01")
        .setCorrelationId(correlation)
        .setPeer(peer)
        .setUserAgent(userAgent)
        .build();
  }
}
