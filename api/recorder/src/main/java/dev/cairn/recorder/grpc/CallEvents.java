package dev.cairn.recorder.grpc;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.cairn.audit.v1.Actor;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.Outcome;
import dev.cairn.audit.v1.OutcomeStatus;
import dev.cairn.audit.v1.Principal;
import dev.cairn.audit.v1.Stage;
import dev.cairn.audit.v1.Target;
import dev.cairn.recorder.EventText;
import io.grpc.Status;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the events of calls; whatever a call brings, they keep the rules. */
final class CallEvents {
  private static final Logger LOGGER = LoggerFactory.getLogger(CallEvents.class);
  private static final int MAX_ACTION_BYTES = 128;
  private static final int MAX_MESSAGE_BYTES = 1_024;
  private static final int MAX_TYPE_BYTES = 64;
  private static final int MAX_ID_BYTES = 255;
  private static final int MAX_PRINCIPALS = 8;

  private final CallSettings settings;
  private final NamelessPaths nameless = new NamelessPaths();

  CallEvents(CallSettings settings) {
    this.settings = settings;
  }

  AuditEvent event(CallFacts facts) {
    nameless.check(facts.method(), facts.plan());
    CallAttributes attributes = new CallAttributes(facts);
    AuditEvent.Builder event =
        AuditEvent.newBuilder()
            .setId(facts.id())
            .setSource(settings.source())
            .setType(settings.type())
            .setOccurredTime(timestamp(facts.time()))
            .setActor(fit(facts.said().actor().orElse(facts.actor())))
            .setAction(action(facts))
            .addAllTargets(targets(facts))
            .setOutcome(outcome(facts))
            .setContext(facts.context())
            .addAllAttributes(attributes.sorted());
    attributes.digest().ifPresent(event::setPayloadDigest);
    return event.build();
  }

  private static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  private static String action(CallFacts facts) {
    String name = facts.method().getBareMethodName();
    return EventText.line(
        name == null ? facts.method().getFullMethodName() : name, MAX_ACTION_BYTES);
  }

  private static Actor fit(Actor actor) {
    Actor.Builder fitted =
        Actor.newBuilder().setType(type(actor.getType())).setId(id(actor.getId()));
    for (Principal principal : first(actor.getOnBehalfOfList(), MAX_PRINCIPALS)) {
      fitted.addOnBehalfOf(
          Principal.newBuilder().setType(type(principal.getType())).setId(id(principal.getId())));
    }
    return fitted.build();
  }

  private List<Target> targets(CallFacts facts) {
    List<Target> said = facts.said().targets();
    List<Message> requests = facts.requests().kept();
    if (!said.isEmpty() || requests.isEmpty() || settings.targets().equals(TargetResolver.NONE)) {
      return said;
    }
    String method = facts.method().getFullMethodName();
    try {
      List<Target> found = settings.targets().resolve(method, requests.getFirst());
      return first(found, CurrentCall.MAX_TARGETS).stream().map(CallEvents::fit).toList();
    } catch (RuntimeException e) {
      LOGGER.warn("The targets of a call of {} cannot be told", method, e);
      return said;
    }
  }

  private static Target fit(Target target) {
    return Target.newBuilder().setType(type(target.getType())).setId(id(target.getId())).build();
  }

  private static String type(String type) {
    return type.isEmpty() ? "unknown" : EventText.line(type, MAX_TYPE_BYTES);
  }

  private static String id(String id) {
    return id.isEmpty() ? "unknown" : EventText.line(id, MAX_ID_BYTES);
  }

  private static <T> List<T> first(List<T> all, int most) {
    return all.size() <= most ? all : all.subList(0, most);
  }

  private static Outcome outcome(CallFacts facts) {
    Outcome.Builder outcome = Outcome.newBuilder().setStage(facts.stage());
    if (facts.stage() == Stage.STAGE_ATTEMPT) {
      return outcome.setStatus(OutcomeStatus.OUTCOME_STATUS_UNKNOWN).build();
    }
    Status status = facts.status();
    String description = facts.plan().isDescribed() ? status.getDescription() : null;
    return outcome
        .setStatus(status(status.getCode()))
        .setCode(status.getCode().name())
        .setMessage(description == null ? "" : EventText.text(description, MAX_MESSAGE_BYTES))
        .build();
  }

  private static OutcomeStatus status(Status.Code code) {
    return switch (code) {
      case OK -> OutcomeStatus.OUTCOME_STATUS_SUCCESS;
      case PERMISSION_DENIED, UNAUTHENTICATED -> OutcomeStatus.OUTCOME_STATUS_DENIED;
      case CANCELLED,
          UNKNOWN,
          INVALID_ARGUMENT,
          DEADLINE_EXCEEDED,
          NOT_FOUND,
          ALREADY_EXISTS,
          RESOURCE_EXHAUSTED,
          FAILED_PRECONDITION,
          ABORTED,
          OUT_OF_RANGE,
          UNIMPLEMENTED,
          INTERNAL,
          UNAVAILABLE,
          DATA_LOSS ->
          OutcomeStatus.OUTCOME_STATUS_FAILURE;
    };
  }
}
