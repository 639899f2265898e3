package dev.cairn.recorder.grpc;

import dev.cairn.audit.v1.Actor;
import dev.cairn.audit.v1.Attribute;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.Target;
import java.util.Map;
import java.util.stream.Collectors;

/** Requests, and what is looked for in events of calls. */
final class Requests {
  private Requests() {}

  static AuditEvent request(String id) {
    return AuditEvent.newBuilder()
        .setId(id)
        .setActor(Actor.newBuilder().setType("card").setId("4111"))
        .addTargets(Target.newBuilder().setType("book").setId("s-1"))
        .addTargets(Target.newBuilder().setType("pen").setId("s-2"))
        .build();
  }

  /** Texts and numbers of an event's attributes, by name. */
  static Map<String, Object> attributes(AuditEvent event) {
    return event.getAttributesList().stream()
        .collect(Collectors.toMap(Attribute::getName, Requests::value));
  }

  static String text(AuditEvent event, String name) {
    return String.valueOf(attributes(event).get(name));
  }

  private static Object value(Attribute attribute) {
    return switch (attribute.getValueCase()) {
      case TEXT -> attribute.getText();
      case INTEGER -> attribute.getInteger();
      case NUMBER, FLAG, DATA, TIME, VALUE_NOT_SET -> attribute.getData();
    };
  }
}
