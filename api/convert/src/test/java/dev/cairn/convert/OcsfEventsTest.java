package dev.cairn.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.OutcomeStatus;
import dev.cairn.audit.v1.Target;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class OcsfEventsTest {
  /** What version 1.3.0 of the schema requires of every class, and of each of ours. */
  private static final List<String> REQUIRED =
      List.of(
          "activity_id",
          "category_uid",
          "class_uid",
          "metadata",
          "severity_id",
          "time",
          "type_uid");

  private static final Map<Integer, List<String>> REQUIRED_OF_CLASS =
      Map.of(
          3_002, List.of("user", "service"),
          3_005, List.of("user", "privileges"),
          6_003, List.of("actor", "api", "src_endpoint"));

  @Test
  void everyEventHasWhatTheSchemaRequires() throws IOException {
    Set<Integer> classes = new HashSet<>();
    for (ExportedEvent exported : Exports.exported(1_000)) {
      JsonNode event = OcsfEvents.toOcsf(exported);
      int uid = event.path("class_uid").intValue();
      classes.add(uid);
      REQUIRED.forEach(name -> assertTrue(event.has(name), name));
      REQUIRED_OF_CLASS
          .getOrDefault(uid, List.of())
          .forEach(name -> assertTrue(event.has(name), uid + name));
      assertEquals(uid / 1_000, event.path("category_uid").intValue());
      assertEquals(
          uid * 100 + event.path("activity_id").intValue(), event.path("type_uid").intValue());
      assertEquals("1.3.0", event.path("metadata").path("version").stringValue());
      assertTrue(event.path("metadata").path("product").has("name"));
      assertTrue(event.path("actor").path("user").has("uid"));
      assertTrue(event.path("src_endpoint").has("ip"));
      assertEquals(exported.isProved(), event.path("unmapped").has("tlog_proof"));
    }
    assertEquals(REQUIRED_OF_CLASS.keySet(), classes);
  }

  @ParameterizedTest
  @CsvSource({
    "login, 300201, Logon",
    "LOGIN, 300201, Logon",
    "sign-out, 300202, Logoff",
    "grant, 300501, Assign Privileges",
    "revoke, 300502, Revoke Privileges",
    "create, 600301, Create",
    "read, 600302, Read",
    "update, 600303, Update",
    "delete, 600304, Delete",
    "ship, 600399, ship"
  })
  void theActionNamesTheClassAndTheActivity(String action, int typeUid, String activity)
      throws IOException {
    AuditEvent event =
        event().toBuilder()
            .setAction(action)
            .clearTargets()
            .addTargets(target("role", "owner"))
            .addTargets(target("user", "hana"))
            .build();
    JsonNode ocsf = ocsf(event);
    assertEquals(typeUid, ocsf.path("type_uid").intValue());
    assertEquals(activity, ocsf.path("activity_name").stringValue());
  }

  @Test
  void givingSomethingElseIsAnApiCall() throws IOException {
    AuditEvent event =
        event().toBuilder()
            .setAction("grant")
            .clearTargets()
            .addTargets(target("user", "hana"))
            .build();
    assertEquals(600_399, ocsf(event).path("type_uid").intValue());
  }

  @Test
  void givingARoleSaysWhichToWhom() throws IOException {
    AuditEvent event =
        event().toBuilder()
            .setAction("grant")
            .clearTargets()
            .addTargets(target("user", "hana"))
            .addTargets(target("role", "owner"))
            .build();
    JsonNode ocsf = ocsf(event);
    assertEquals("hana", ocsf.path("user").path("uid").stringValue());
    assertEquals("[\"owner\"]", ocsf.path("privileges").toString());
  }

  @ParameterizedTest
  @CsvSource({
    "OUTCOME_STATUS_SUCCESS, '', 1, ''",
    "OUTCOME_STATUS_FAILURE, 404, 2, 404",
    "OUTCOME_STATUS_DENIED, '', 2, DENIED",
    "OUTCOME_STATUS_DENIED, 403, 2, 403",
    "OUTCOME_STATUS_UNKNOWN, '', 0, ''"
  })
  void theOutcomeIsTheStatus(OutcomeStatus status, String code, int id, String statusCode)
      throws IOException {
    AuditEvent.Builder event = event().toBuilder();
    event.getOutcomeBuilder().setStatus(status).setCode(code);
    JsonNode ocsf = ocsf(event.build());
    assertEquals(id, ocsf.path("status_id").intValue());
    assertEquals(statusCode, ocsf.path("status_code").asString(""));
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, ip, 10.0.0.1, 0",
    "10.0.0.1:443, ip, 10.0.0.1, 443",
    "[::1]:443, ip, ::1, 443",
    "::1, ip, ::1, 0",
    "2001:db8::7, ip, 2001:db8::7, 0",
    "10.0.0.256, name, 10.0.0.256, 0",
    "orders-7f.example.com, name, orders-7f.example.com, 0",
    "'', name, unknown, 0"
  })
  void aPeerIsAnAddressOrAName(String peer, String field, String value, int port) {
    JsonNode endpoint = OcsfObjects.endpoint(peer);
    assertEquals(value, endpoint.path(field).stringValue());
    assertEquals(port, endpoint.path("port").asInt(0));
    assertEquals(port != 0, endpoint.has("port"));
  }

  @Test
  void nothingOfAnEventIsLost() throws IOException {
    for (ExportedEvent exported : Exports.exported(200)) {
      AuditEvent event = exported.event();
      String text = OcsfEvents.format(exported);
      assertFalse(text.contains("\n"));
      event.getTargetsList().forEach(target -> assertTrue(text.contains(target.getId()), text));
      event.getAttributesList().forEach(a -> assertTrue(text.contains(a.getName()), text));
      event.getActor().getOnBehalfOfList().forEach(p -> assertTrue(text.contains(p.getId()), text));
      for (String part :
          List.of(
              event.getId(),
              event.getSource(),
              event.getType(),
              event.getActor().getId(),
              event.getActor().getType(),
              event.getAction(),
              event.getOutcome().getStage().name(),
              event.getOutcome().getStatus().name(),
              event.getOutcome().getCode(),
              event.getOutcome().getMessage(),
              event.getContext().getTraceparent(),
              event.getContext().getCorrelationId(),
              event.getContext().getPeer(),
              event.getContext().getUserAgent())) {
        assertTrue(text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT)), part);
      }
      assertEquals(event.hasPayloadDigest(), text.contains("payload_digest"));
    }
  }

  private static AuditEvent event() {
    return Exports.events(1).getFirst();
  }

  private static Target target(String type, String id) {
    return Target.newBuilder().setType(type).setId(id).build();
  }

  private static JsonNode ocsf(AuditEvent event) throws IOException {
    return OcsfEvents.toOcsf(Exports.exported(5, event, true, ""));
  }
}
