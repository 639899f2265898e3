package dev.cairn.convert;

import dev.cairn.audit.v1.Actor;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.Target;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The objects of OCSF that name who and what. */
final class OcsfObjects {
  private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final String IPV4 = OCTET + "(?:\\." + OCTET + "){3}";
  private static final String IPV6 = "[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}";
  private static final Pattern V4 = Pattern.compile("(" + IPV4 + ")(?::([0-9]{1,5}))?");
  private static final Pattern V6 = Pattern.compile("\\[(" + IPV6 + ")](?::([0-9]{1,5}))?");
  private static final Pattern BARE_V6 = Pattern.compile("(" + IPV6 + ")()?");

  private OcsfObjects() {}

  static void putText(ObjectNode object, String name, String text) {
    if (!text.isEmpty()) {
      object.put(name, text);
    }
  }

  /** The actor, where from, by what, and to whom or what. */
  static void putActors(ObjectNode ocsf, OcsfClass ocsfClass, AuditEvent event) {
    Actor actor = event.getActor();
    ObjectNode acting = user(actor.getType(), actor.getId());
    ocsf.set("actor", Json.object().set("user", acting));
    ocsf.set("src_endpoint", endpoint(event.getContext().getPeer()));
    String userAgent = event.getContext().getUserAgent();
    if (!userAgent.isEmpty()) {
      ocsf.set("http_request", Json.object().put("user_agent", userAgent));
    }
    ObjectNode service = Json.object().put("name", event.getSource());
    switch (ocsfClass) {
      case AUTHENTICATION -> {
        ocsf.set("service", service);
        ocsf.set("user", acted(event).orElse(acting.deepCopy()));
        firstTarget(event, "session")
            .ifPresent(session -> ocsf.set("session", Json.object().put("uid", session.getId())));
      }
      case USER_ACCESS -> {
        ocsf.set("user", acted(event).orElse(acting.deepCopy()));
        ArrayNode privileges = ocsf.putArray("privileges");
        event.getTargetsList().stream()
            .filter(target -> OcsfClass.isPrivilege(target.getType()))
            .forEach(target -> privileges.add(target.getId()));
      }
      case API_ACTIVITY -> {
        ObjectNode api = Json.object().put("operation", event.getAction());
        ocsf.set("api", api.set("service", service));
        putResources(ocsf, event);
      }
    }
  }

  private static void putResources(ObjectNode ocsf, AuditEvent event) {
    if (event.getTargetsCount() > 0) {
      ArrayNode resources = ocsf.putArray("resources");
      for (Target target : event.getTargetsList()) {
        resources.addObject().put("uid", target.getId()).put("type", target.getType());
      }
    }
  }

  private static Optional<ObjectNode> acted(AuditEvent event) {
    return firstTarget(event, "user").map(target -> user(target.getType(), target.getId()));
  }

  private static Optional<Target> firstTarget(AuditEvent event, String type) {
    return event.getTargetsList().stream()
        .filter(target -> target.getType().equals(type))
        .findFirst();
  }

  private static ObjectNode user(String type, String id) {
    ObjectNode user = Json.object().put("uid", id);
    return switch (type) {
      case "user" -> user.put("type_id", 1).put("type", "User");
      case "system" -> user.put("type_id", 3).put("type", "System");
      default -> user.put("type_id", 99).put("type", type);
    };
  }

  /** An address with or without a port; otherwise a name. */
  static ObjectNode endpoint(String peer) {
    for (Pattern pattern : new Pattern[] {V4, V6, BARE_V6}) {
      Matcher address = pattern.matcher(peer);
      if (address.matches()) {
        ObjectNode endpoint = Json.object().put("ip", address.group(1));
        String port = address.group(2);
        return port == null || port.isEmpty()
            ? endpoint
            : endpoint.put("port", Integer.parseInt(port));
      }
    }
    return Json.object().put("name", peer.isEmpty() ? "unknown" : peer);
  }
}
