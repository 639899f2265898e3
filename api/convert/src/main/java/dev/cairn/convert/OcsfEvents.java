package dev.cairn.convert;

import com.google.protobuf.util.Timestamps;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.Outcome;
import java.io.IOException;
import tools.jackson.databind.node.ObjectNode;

/**
 * Events in the Open Cybersecurity Schema Framework, version {@value #VERSION}.
 *
 * <p>Logins and logouts, by their action, are of the class Authentication (3002); giving and taking
 * roles, with a target of type "user" and one of type "role", "permission" or "privilege", is User
 * Access Management (3005); all else is API Activity (6003), of the activity that its action names
 * or of "Other". The severity is Informational, for an audit event has none. A denied action is a
 * Failure whose {@code status_code} is its code or "DENIED". {@code src_endpoint} is the peer, or
 * has the name "unknown". What the schema has no place for is in {@code unmapped}, and so are
 * {@code entry} and {@code tlog_proof}.
 */
public final class OcsfEvents {
  /** The version of the schema. */
  public static final String VERSION = "1.3.0";

  private static final int INFORMATIONAL = 1;

  private OcsfEvents() {}

  /** The JSON object of an event, on one line. */
  public static String format(ExportedEvent exported) throws IOException {
    return Json.format(toOcsf(exported));
  }

  static ObjectNode toOcsf(ExportedEvent exported) throws IOException {
    AuditEvent event = exported.event();
    OcsfClass.Activity activity = OcsfClass.of(event);
    ObjectNode ocsf = Json.object();
    putClass(ocsf, activity);
    ocsf.put("time", Timestamps.toMillis(event.getOccurredTime()));
    ocsf.put("severity_id", INFORMATIONAL);
    ocsf.put("severity", "Informational");
    putStatus(ocsf, event.getOutcome());
    ocsf.set("metadata", metadata(exported));
    OcsfObjects.putActors(ocsf, activity.ocsfClass(), event);
    ocsf.set("unmapped", OcsfUnmapped.of(exported, activity.ocsfClass()));
    return ocsf;
  }

  private static void putClass(ObjectNode ocsf, OcsfClass.Activity activity) {
    OcsfClass ocsfClass = activity.ocsfClass();
    ocsf.put("category_uid", ocsfClass.categoryUid);
    ocsf.put("category_name", ocsfClass.categoryCaption);
    ocsf.put("class_uid", ocsfClass.uid);
    ocsf.put("class_name", ocsfClass.caption);
    ocsf.put("activity_id", activity.id());
    ocsf.put("activity_name", activity.name());
    ocsf.put("type_uid", activity.typeUid());
    ocsf.put("type_name", ocsfClass.caption + ": " + activity.name());
  }

  private static void putStatus(ObjectNode ocsf, Outcome outcome) {
    String code = outcome.getCode();
    switch (outcome.getStatus()) {
      case OUTCOME_STATUS_SUCCESS -> ocsf.put("status_id", 1).put("status", "Success");
      case OUTCOME_STATUS_FAILURE -> ocsf.put("status_id", 2).put("status", "Failure");
      case OUTCOME_STATUS_DENIED -> {
        ocsf.put("status_id", 2).put("status", "Failure");
        code = code.isEmpty() ? "DENIED" : code;
      }
      case OUTCOME_STATUS_UNKNOWN, OUTCOME_STATUS_UNSPECIFIED, UNRECOGNIZED ->
          ocsf.put("status_id", 0).put("status", "Unknown");
    }
    OcsfObjects.putText(ocsf, "status_code", code);
    OcsfObjects.putText(ocsf, "status_detail", outcome.getMessage());
  }

  private static ObjectNode metadata(ExportedEvent exported) {
    AuditEvent event = exported.event();
    ObjectNode metadata = Json.object();
    metadata.put("version", VERSION);
    metadata.set("product", Json.object().put("name", "Cairn").put("vendor_name", "Cairn"));
    metadata.put("uid", event.getId());
    metadata.put("event_code", event.getType());
    metadata.put("original_time", Timestamps.toString(event.getOccurredTime()));
    metadata.put(
        "logged_time", Timestamps.toMillis(exported.entry().collection().getReceiveTime()));
    metadata.put("sequence", exported.index());
    OcsfObjects.putText(metadata, "correlation_uid", event.getContext().getCorrelationId());
    return metadata;
  }
}
