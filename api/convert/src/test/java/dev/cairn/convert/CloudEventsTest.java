package dev.cairn.convert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.EventContext;
import dev.cairn.event.EventRules;
import dev.cairn.tree.MalformedException;
import io.cloudevents.CloudEvent;
import io.cloudevents.jackson.JsonFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudEventsTest {
  @Test
  void outAndInIsTheSame() throws IOException, MalformedException {
    for (AuditEvent event : Exports.events(1_000)) {
      CloudEvent out = CloudEvents.fromAuditEvent(event);
      assertEquals(event, CloudEvents.toAuditEvent(out));
      assertEquals(
          event, CloudEvents.toAuditEvent(CloudEventJson.parse(CloudEventJson.format(out))));
    }
  }

  @Test
  void exportedRowsAreReadAsTheEventsThatTheyWere() throws IOException, MalformedException {
    List<ExportedEvent> exported = Exports.exported(1_000);
    byte[] rows = Exports.write(EventFormat.CLOUDEVENTS, exported).getBytes(UTF_8);
    try (EventReader reader = EventFormat.CLOUDEVENTS.reader(new ByteArrayInputStream(rows))) {
      for (ExportedEvent event : exported) {
        assertEquals(Optional.of(event.event()), reader.next());
      }
      assertEquals(Optional.empty(), reader.next());
    }
  }

  @Test
  void theSdkReadsWhatWeWriteAndWeReadWhatItWrites() throws IOException, MalformedException {
    JsonFormat sdk = new JsonFormat();
    for (AuditEvent event : Exports.events(200)) {
      CloudEvent ours = CloudEvents.fromAuditEvent(event);
      CloudEvent read = sdk.deserialize(CloudEventJson.format(ours).getBytes(UTF_8));
      assertEquals(event, CloudEvents.toAuditEvent(read));
      String written = new String(sdk.serialize(ours), UTF_8);
      assertEquals(event, CloudEvents.toAuditEvent(CloudEventJson.parse(written)));
    }
  }

  @Test
  void theEnvelopeSaysWhatItHasRoomFor() {
    AuditEvent event = Exports.events(1).getFirst();
    CloudEvent out = CloudEvents.fromAuditEvent(event);
    assertEquals(event.getId(), out.getId());
    assertEquals(event.getSource(), out.getSource().toString());
    assertEquals(event.getType(), out.getType());
    assertEquals(
        event.getTargets(0).getType() + "/" + event.getTargets(0).getId(), out.getSubject());
    assertEquals(event.getContext().getTraceparent(), out.getExtension("traceparent"));
    assertEquals("application/json", out.getDataContentType());
    String data = new String(Objects.requireNonNull(out.getData()).toBytes(), UTF_8);
    for (String told : List.of("\"id\":\"" + event.getId(), "occurred_time", "traceparent")) {
      assertTrue(!data.contains(told), data);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/orders", "orders", "urn:x", "a|b", "%", ":", "http://[", "^{}", "a%2"})
  void everySourceComesBack(String source) throws IOException, MalformedException {
    AuditEvent event = Exports.events(1).getFirst().toBuilder().setSource(source).build();
    String out = CloudEventJson.format(CloudEvents.fromAuditEvent(event));
    assertEquals(event, CloudEvents.toAuditEvent(CloudEventJson.parse(out)));
  }

  @Test
  void whatIsAbsentStaysAbsent() throws IOException, MalformedException {
    AuditEvent bare =
        Exports.events(1).getFirst().toBuilder()
            .clearTargets()
            .clearContext()
            .clearAttributes()
            .build();
    AuditEvent traced =
        bare.toBuilder()
            .setContext(
                EventContext.newBuilder()
                    .setTraceparent("00-0123456789abcdef0123456789abcdef-0123456789abcdef-01"))
            .build();
    AuditEvent empty = bare.toBuilder().setContext(EventContext.getDefaultInstance()).build();
    for (AuditEvent event : List.of(bare, traced, empty)) {
      String out = CloudEventJson.format(CloudEvents.fromAuditEvent(event));
      assertEquals(event, CloudEvents.toAuditEvent(CloudEventJson.parse(out)));
    }
  }

  @Test
  void aForeignEventIsTakenForWhatItSays() throws MalformedException {
    AuditEvent event =
        read(
            """
            {"specversion":"1.0","id":"A234","source":"https://example.com/repo","type":"com.example.pull.opened",
             "time":"2026-03-01T12:00:00.5+01:00","subject":"123","authtype":"user","authid":"amara",
             "traceparent":"00-0123456789abcdef0123456789abcdef-0123456789abcdef-01",
             "tenant":"t7","urgent":true,"attempt":3,"nothing":null,
             "datacontenttype":"application/json","data":{"a":1}}
            """);
    assertEquals(List.of(), new EventRules().check(event));
    assertEquals("A234", event.getId());
    assertEquals("opened", event.getAction());
    assertEquals("user amara", event.getActor().getType() + " " + event.getActor().getId());
    assertEquals("subject 123", event.getTargets(0).getType() + " " + event.getTargets(0).getId());
    assertEquals(1_772_362_800, event.getOccurredTime().getSeconds());
    assertEquals(
        List.of("attempt", "tenant", "urgent"),
        event.getAttributesList().stream().map(attribute -> attribute.getName()).toList());
    assertEquals(3, event.getAttributes(0).getInteger());
    assertEquals(7, event.getPayloadDigest().getSize());
    assertEquals(
        "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862",
        HexFormat.of().formatHex(event.getPayloadDigest().getDigest().toByteArray()));
    assertEquals("application/json", event.getPayloadDigest().getMediaType());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"time\":\"2026-03-01T12:00:00Z\"|authtype: missing",
        "\"time\":\"2026-03-01T12:00:00Z\",\"authtype\":\"user\"|authid: missing",
        "\"authid\":\"a\",\"authtype\":\"user\"|time: missing",
        "\"time\":\"noon\"|noon",
        "\"id\":\"2\"|Duplicate",
        "\"subject\":7|subject: must be a text",
        "\"extension\":{}|an extension",
        "\"extension\":1.5|an extension",
        "\"Extension\":\"x\"|not a CloudEvent",
        "\"data\":1,\"data_base64\":\"AA==\"|data: stands beside",
        "\"data_base64\":\"*\"|not a CloudEvent",
        "\"dataschema\":\":\"|dataschema: must be a URI",
        "\"dataschema\":\"https://cairn.dev/audit/v1/AuditEvent\"|data: missing",
        "\"dataschema\":\"https://cairn.dev/audit/v1/AuditEvent\",\"data\":[]|not a JSON object",
        "\"dataschema\":\"https://cairn.dev/audit/v1/AuditEvent\",\"data\":{\"x\":1}|x",
      })
  void whatIsMissingOrWrongIsNamed(String members, String reason) {
    String text =
        "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\"," + members + "}";
    MalformedException refused = assertThrows(MalformedException.class, () -> read(text));
    assertTrue(refused.toString().contains(reason), refused::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"specversion", "id", "source", "type"})
  void whatEveryCloudEventHasIsRequired(String name) {
    String text =
        "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\"}"
            .replace("\"" + name + "\"", "\"other\"");
    MalformedException refused = assertThrows(MalformedException.class, () -> read(text));
    assertTrue(refused.toString().contains(name + ": missing"), refused::toString);
  }

  @Test
  void otherVersionsAreRefused() {
    assertThrows(
        MalformedException.class,
        () -> read("{\"specversion\":\"0.3\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\"}"));
  }

  private static AuditEvent read(String text) throws MalformedException {
    return CloudEvents.toAuditEvent(CloudEventJson.parse(text));
  }
}
