package dev.cairn.event;

import dev.cairn.audit.v1.Actor;
import dev.cairn.audit.v1.Attribute;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.DigestAlgorithm;
import dev.cairn.audit.v1.EventContext;
import dev.cairn.audit.v1.Outcome;
import dev.cairn.audit.v1.PayloadDigest;
import dev.cairn.audit.v1.Principal;
import dev.cairn.audit.v1.Target;
import java.util.List;

/**
 * Sees at a glance that an event breaks no rule, which is all but always so. What is not plainly
 * valid is not thereby wrong: the rules decide, and they alone refuse.
 */
final class PlainEvents {
  private PlainEvents() {}

  static boolean isPlainlyValid(AuditEvent event) {
    return event.getSerializedSize() <= EventRules.MAX_EVENT_BYTES
        && PlainText.isLine(event.getId(), 1, 128)
        && PlainText.isWord(event.getSource(), 1, 255)
        && !event.getSource().startsWith(EventRules.RESERVED_SOURCE_PREFIX)
        && PlainText.isType(event.getType())
        && event.hasOccurredTime()
        && event.getOccurredTime().getSeconds() >= 0
        && Structure.isTime(event.getOccurredTime())
        && event.hasActor()
        && isActor(event.getActor())
        && PlainText.isLine(event.getAction(), 1, 128)
        && areTargets(event.getTargetsList())
        && event.hasOutcome()
        && isOutcome(event.getOutcome())
        && (!event.hasContext() || isContext(event.getContext()))
        && areAttributes(event.getAttributesList())
        && (!event.hasPayloadDigest() || isDigest(event.getPayloadDigest()));
  }

  private static boolean isActor(Actor actor) {
    List<Principal> principals = actor.getOnBehalfOfList();
    if (principals.size() > 8 || !isName(actor.getType(), actor.getId())) {
      return false;
    }
    for (Principal principal : principals) {
      if (!isName(principal.getType(), principal.getId())) {
        return false;
      }
    }
    return true;
  }

  private static boolean areTargets(List<Target> targets) {
    if (targets.size() > 32) {
      return false;
    }
    for (Target target : targets) {
      if (!isName(target.getType(), target.getId())) {
        return false;
      }
    }
    return true;
  }

  private static boolean isName(String type, String id) {
    return PlainText.isLine(type, 1, 64) && PlainText.isLine(id, 1, 255);
  }

  private static boolean isOutcome(Outcome outcome) {
    boolean isKnown =
        switch (outcome.getStage()) {
          case STAGE_ATTEMPT, STAGE_COMPLETION -> true;
          case STAGE_UNSPECIFIED, UNRECOGNIZED -> false;
        };
    return isKnown
        && switch (outcome.getStatus()) {
          case OUTCOME_STATUS_UNKNOWN,
              OUTCOME_STATUS_SUCCESS,
              OUTCOME_STATUS_FAILURE,
              OUTCOME_STATUS_DENIED ->
              true;
          case OUTCOME_STATUS_UNSPECIFIED, UNRECOGNIZED -> false;
        }
        && PlainText.isLine(outcome.getCode(), 0, 64)
        && PlainText.isText(outcome.getMessage(), 1_024);
  }

  private static boolean isContext(EventContext context) {
    return (context.getTraceparent().isEmpty() || PlainText.isTraceparent(context.getTraceparent()))
        && PlainText.isLine(context.getCorrelationId(), 0, 128)
        && PlainText.isLine(context.getPeer(), 0, 255)
        && PlainText.isLine(context.getUserAgent(), 0, 512);
  }

  private static boolean areAttributes(List<Attribute> attributes) {
    if (attributes.size() > 64) {
      return false;
    }
    String before = "";
    for (Attribute attribute : attributes) {
      String name = attribute.getName();
      // Names are ASCII, whose characters are in the order of its bytes.
      if (!PlainText.isAttributeName(name) || name.compareTo(before) <= 0 || !isValue(attribute)) {
        return false;
      }
      before = name;
    }
    return true;
  }

  private static boolean isValue(Attribute attribute) {
    return switch (attribute.getValueCase()) {
      case TEXT -> PlainText.isText(attribute.getText(), 8_192);
      case INTEGER, FLAG -> true;
      case NUMBER -> Double.isFinite(attribute.getNumber());
      case DATA -> attribute.getData().size() <= 8_192;
      case TIME -> Structure.isTime(attribute.getTime());
      case VALUE_NOT_SET -> false;
    };
  }

  private static boolean isDigest(PayloadDigest digest) {
    return digest.getAlgorithm() == DigestAlgorithm.DIGEST_ALGORITHM_SHA_256
        && digest.getDigest().size() == 32
        && digest.getSize() >= 0
        && PlainText.isLine(digest.getMediaType(), 0, 128);
  }
}
