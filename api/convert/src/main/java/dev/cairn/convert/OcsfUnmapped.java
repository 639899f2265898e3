package dev.cairn.convert;

import com.google.protobuf.util.Timestamps;
import dev.cairn.audit.v1.Attribute;
import dev.cairn.audit.v1.AuditEvent;
import java.io.IOException;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What OCSF has no place for. */
final class OcsfUnmapped {
  private OcsfUnmapped() {}

  static ObjectNode of(ExportedEvent exported, OcsfClass ocsfClass) throws IOException {
    AuditEvent event = exported.event();
    ObjectNode json = Json.toObject(event);
    ObjectNode unmapped = Json.object();
    OcsfObjects.putText(unmapped, "submitter", exported.entry().collection().getSubmitter());
    if (exported.entry().link().isPresent()) {
      unmapped.set("link", Json.toObject(exported.entry().link().get()));
    }
    unmapped.put("stage", json.path("outcome").path("stage").asString(""));
    unmapped.put("outcome_status", json.path("outcome").path("status").asString(""));
    copy(json.path("actor"), "on_behalf_of", unmapped);
    OcsfObjects.putText(unmapped, "traceparent", event.getContext().getTraceparent());
    switch (ocsfClass) {
      case AUTHENTICATION, USER_ACCESS -> {
        unmapped.put("action", event.getAction());
        copy(json, "targets", unmapped);
      }
      case API_ACTIVITY -> {}
    }
    if (ocsfClass == OcsfClass.USER_ACCESS) {
      unmapped.put("source", event.getSource());
    }
    if (event.getAttributesCount() > 0) {
      unmapped.set("attributes", attributes(event));
    }
    copy(json, "payload_digest", unmapped);
    if (exported.isProved()) {
      unmapped.put("entry", exported.entryText());
      unmapped.put("tlog_proof", exported.tlogProof());
    }
    return unmapped;
  }

  private static void copy(JsonNode from, String name, ObjectNode to) {
    JsonNode value = from.path(name);
    if (!value.isMissingNode()) {
      to.set(name, value);
    }
  }

  private static ObjectNode attributes(AuditEvent event) {
    ObjectNode attributes = Json.object();
    for (Attribute attribute : event.getAttributesList()) {
      String name = attribute.getName();
      switch (attribute.getValueCase()) {
        case TEXT -> attributes.put(name, attribute.getText());
        case INTEGER -> attributes.put(name, attribute.getInteger());
        case NUMBER -> attributes.put(name, attribute.getNumber());
        case FLAG -> attributes.put(name, attribute.getFlag());
        case DATA ->
            attributes.put(
                name, Base64.getEncoder().encodeToString(attribute.getData().toByteArray()));
        case TIME -> attributes.put(name, Timestamps.toString(attribute.getTime()));
        case VALUE_NOT_SET -> attributes.putNull(name);
      }
    }
    return attributes;
  }
}
