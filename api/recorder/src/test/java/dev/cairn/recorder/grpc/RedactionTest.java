package dev.cairn.recorder.grpc;

import static dev.cairn.recorder.grpc.Requests.attributes;
import static dev.cairn.recorder.grpc.Requests.request;
import static dev.cairn.recorder.grpc.Requests.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.cairn.audit.v1.Attribute;
import dev.cairn.audit.v1.AuditEvent;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left out of messages. */
final class RedactionTest {
  @Test
  void aFieldIsLeftOut() {
    AuditEvent left = (AuditEvent) apply(request("o1"), "id");
    assertEquals(request("o1").toBuilder().clearId().build(), left);
  }

  @Test
  void aFieldOfAFieldIsLeftOut() {
    AuditEvent left = (AuditEvent) apply(request("o1"), "actor.id");
    assertEquals("", left.getActor().getId());
    assertEquals("card", left.getActor().getType());
  }

  @Test
  void aFieldOfEveryElementIsLeftOut() {
    AuditEvent left = (AuditEvent) apply(request("o1"), "targets.id");
    assertEquals(2, left.getTargetsCount());
    assertTrue(left.getTargetsList().stream().allMatch(t -> t.getId().isEmpty()));
    assertEquals("pen", left.getTargets(1).getType());
  }

  @Test
  void aWholeListOrMessageIsLeftOut() {
    AuditEvent left = (AuditEvent) apply(request("o1"), "targets", "actor");
    assertEquals(AuditEvent.newBuilder().setId("o1").build(), left);
  }

  @Test
  void aStarIsEveryField() {
    assertEquals(AuditEvent.getDefaultInstance(), apply(request("o1"), "*"));
    AuditEvent left = (AuditEvent) apply(request("o1"), "*.id");
    assertEquals("o1", left.getId(), "the first level has no field above it");
    assertEquals("", left.getActor().getId());
    assertEquals("", left.getTargets(1).getId());
  }

  @Test
  void aKeyOfAMapIsLeftOutWithItsValue() {
    assertEquals(Answers.of("state", "placed"), apply(Shop.answer(), "fields.token"));
    assertEquals(Struct.getDefaultInstance(), apply(Shop.answer(), "fields.*"));
  }

  @Test
  void fieldsOfAMapsValuesAreLeftOut() {
    Value inner = Value.newBuilder().setStructValue(Shop.answer()).build();
    Struct outer = Struct.newBuilder().putFields("card", inner).build();
    Struct left = (Struct) apply(outer, "fields.card.struct_value.fields.token");
    assertEquals(Answers.of("state", "placed"), left.getFieldsOrThrow("card").getStructValue());
  }

  @Test
  void pathsThatNamedSomethingAreTold() {
    Redaction redaction =
        redaction("actor.id", "targets", "payload_digest", "context.*", "response:id");
    assertEquals(Set.of("actor.id", "targets"), redaction.apply(request("o1")).paths());
  }

  @Test
  void namesOfJsonAreUnderstoodToo() {
    AuditEvent derived = request("o1").toBuilder().addAttributes(attribute()).build();
    AuditEvent left = (AuditEvent) apply(derived, "payloadDigest", "attributes.name");
    assertEquals("", left.getAttributes(0).getName());
  }

  private static Attribute attribute() {
    return Attribute.newBuilder().setName("a").setText("b").build();
  }

  @ParameterizedTest
  @CsvSource({
    "id, true",
    "actor.id, true",
    "actor.on_behalf_of.id, true",
    "actor.onBehalfOf.id, true",
    "payload_digest, true",
    "*, true",
    "*.id, true",
    "*.*.id, true",
    "ids, false",
    "actor.ids, false",
    "id.actor, false",
    "*.*.*.*.*.*.*.*.id, false",
  })
  void aPathNamesAFieldOrNot(String path, boolean isName) {
    assertEquals(isName, Redaction.names(AuditEvent.getDescriptor(), path));
  }

  @ParameterizedTest
  @CsvSource({
    "fields.anything, true",
    "fields.anything.string_value, true",
    "fields.*.struct_value.fields.token, true",
    "fields.anything.text, false",
  })
  void anyKeyOfAMapMayBe(String path, boolean isName) {
    assertEquals(isName, Redaction.names(Struct.getDescriptor(), path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "a b", " ", "request:", "reqest:a", "a:b.c"})
  void malformedPathsAreRefused(String path) {
    CallRule rule = CallRule.of(CallLevel.REQUEST);
    assertThrows(IllegalArgumentException.class, () -> rule.redacting(path));
  }

  @Test
  void bothMessagesOfACallAreRedacted() throws Exception {
    CallRule rule =
        CallRule.of(CallLevel.REQUEST_AND_RESPONSE)
            .redacting("actor.id", "targets.id", "fields.token");
    try (AuditedServer server = AuditedServer.start(rule)) {
      assertEquals(Shop.answer(), server.place(request("o1")), "the call is not changed");
      AuditEvent event = server.sink.next();
      assertFalse(event.toString().contains("4111"), event.toString());
      assertFalse(event.toString().contains("s-1"), event.toString());
      assertFalse(event.toString().contains("t-1"), event.toString());
      assertEquals("{\"state\":\"placed\"}", text(event, "grpc.response"));
      assertEquals("actor.id,fields.token,targets.id", text(event, "grpc.redacted"));
    }
  }

  @Test
  void redactionsAddUp() throws Exception {
    CallPolicy policy =
        CallPolicy.of(CallRule.of(CallLevel.NONE).redacting("actor.id"))
            .withService(Shop.NAME, CallRule.of(CallLevel.NONE).redacting("targets.id", "nothing"))
            .withMethod(Shop.NAME + "/Place", CallRule.of(CallLevel.REQUEST).redacting("id"));
    try (AuditedServer server = AuditedServer.start(CallSettings.of("/shop", policy))) {
      server.place(request("o1"));
      assertEquals("actor.id,id,targets.id", text(server.sink.next(), "grpc.redacted"));
    }
  }

  @Test
  void aMethodsRedactionThatNamesNothingKeepsItsMessagesOut() throws Exception {
    AuditEvent event = recorded("card.nmber");
    assertFalse(attributes(event).containsKey("grpc.request"));
    assertFalse(attributes(event).containsKey("grpc.response"));
    assertEquals(
        "request: the redaction card.nmber names no field; "
            + "response: the redaction card.nmber names no field",
        text(event, "grpc.omitted"));
  }

  @Test
  void aMethodsRedactionThatNamesNothingInOneDirectionKeepsThatOut() throws Exception {
    AuditEvent event = recorded("request:actor.id", "fields.token");
    assertFalse(attributes(event).containsKey("grpc.request"));
    assertEquals("{\"state\":\"placed\"}", text(event, "grpc.response"));
    assertEquals("request: the redaction fields.token names no field", text(event, "grpc.omitted"));
  }

  @Test
  void redactionsOfOneDirectionNeedNameNothingInTheOther() throws Exception {
    AuditEvent event = recorded("request:actor.id", "response:fields.token");
    assertEquals("{\"state\":\"placed\"}", text(event, "grpc.response"));
    assertFalse(text(event, "grpc.request").contains("4111"), event.toString());
    assertFalse(attributes(event).containsKey("grpc.omitted"), event.toString());
    assertEquals("request:actor.id,response:fields.token", text(event, "grpc.redacted"));
  }

  private static AuditEvent recorded(String... paths) throws InterruptedException {
    CallPolicy policy =
        CallPolicy.of(CallRule.of(CallLevel.NONE))
            .withMethod(
                Shop.NAME + "/Place", CallRule.of(CallLevel.REQUEST_AND_RESPONSE).redacting(paths));
    try (AuditedServer server = AuditedServer.start(CallSettings.of("/shop", policy))) {
      server.place(request("o1"));
      return server.sink.next();
    }
  }

  @Test
  void aWiderRedactionThatNamesNothingAnywhereIsWarnedOfOnce() throws Exception {
    CallRule rule =
        CallRule.of(CallLevel.REQUEST)
            .redacting("actor.id", "fields.token", "request:fields.token", "card.nmber");
    try (Warnings warnings = Warnings.of(NamelessPaths.class);
        AuditedServer server = AuditedServer.start(rule)) {
      server.place(request("o1"));
      server.place(request("o2"));
      assertEquals("o1", text(server.sink.next(), "grpc.request").substring(7, 9));
      assertEquals("o2", text(server.sink.next(), "grpc.request").substring(7, 9));
      assertEquals(
          List.of(
              "The redaction request:fields.token names no field of the messages of "
                  + "shop.v1.Shop/Place",
              "The redaction card.nmber names no field of the messages of shop.v1.Shop/Place"),
          warnings.texts());
    }
  }

  static Message apply(Message message, String... paths) {
    return redaction(paths).apply(message).message();
  }

  static Redaction redaction(String... paths) {
    return Redaction.of(FieldPath.REQUEST, Stream.of(paths).map(FieldPath::parse).toList());
  }
}
