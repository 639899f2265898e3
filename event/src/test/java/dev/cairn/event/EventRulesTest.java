package dev.cairn.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import dev.cairn.audit.v1.Actor;
import dev.cairn.audit.v1.Attribute;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.DigestAlgorithm;
import dev.cairn.audit.v1.EventContext;
import dev.cairn.audit.v1.Outcome;
import dev.cairn.audit.v1.OutcomeStatus;
import dev.cairn.audit.v1.PayloadDigest;
import dev.cairn.audit.v1.Principal;
import dev.cairn.audit.v1.Stage;
import dev.cairn.audit.v1.Target;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventRulesTest {
  private static final EventRules RULES = new EventRules();
  private static final String TRACEPARENT =
      "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01";

  @Test
  void theLeastEventKeepsAllRules() {
    assertEquals(List.of(), RULES.check(event().build()));
    assertEquals(List.of(), RULES.applyRules(event().build(), false));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void eachRuleNamesItsField(String path, String rule, Consumer<AuditEvent.Builder> breakIt) {
    AuditEvent.Builder builder = event();
    breakIt.accept(builder);
    List<FieldProblem> problems = RULES.check(builder.build());
    assertEquals(
        List.of(path), problems.stream().map(FieldProblem::path).toList(), problems::toString);
    assertTrue(problems.getFirst().description().contains(rule), problems::toString);
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        broken("id", "at least 1", e -> e.clearId()),
        broken("id", "128 bytes", e -> e.setId("x".repeat(129))),
        broken("id", "128 bytes", e -> e.setId("é".repeat(65))),
        broken("id", "pattern", e -> e.setId("a\tb")),
        broken("source", "pattern", e -> e.setSource("/a b")),
        broken("source", "pattern", e -> e.setSource("/a\n")),
        broken("type", "pattern", e -> e.setType("com.example/x")),
        broken("type", "reserved", e -> e.setType("dev.cairn.producer.key")),
        broken("occurred_time", "required", e -> e.clearOccurredTime()),
        broken("occurred_time", "1970", e -> e.setOccurredTime(time(-1, 0))),
        broken("occurred_time", "must be a time", e -> e.setOccurredTime(time(1, 1_000_000_000))),
        broken("occurred_time", "must be a time", e -> e.setOccurredTime(time(1L << 60, 0))),
        broken("actor", "required", e -> e.clearActor()),
        broken("actor.id", "at least 1", e -> e.getActorBuilder().clearId()),
        broken(
            "actor.on_behalf_of[1].type",
            "64 bytes",
            e ->
                e.getActorBuilder()
                    .addOnBehalfOf(principal("user"))
                    .addOnBehalfOf(principal("x".repeat(65)))),
        broken(
            "actor.on_behalf_of",
            "at most 8",
            e -> {
              for (int i = 0; i < 9; i++) {
                e.getActorBuilder().addOnBehalfOf(principal("user"));
              }
            }),
        broken("action", "at least 1", e -> e.clearAction()),
        broken("targets[0].id", "at least 1", e -> e.addTargets(Target.newBuilder().setType("t"))),
        broken("outcome", "required", e -> e.clearOutcome()),
        broken("outcome.stage", "in list", e -> e.getOutcomeBuilder().clearStage()),
        broken("outcome.status", "defined", e -> e.getOutcomeBuilder().setStatusValue(99)),
        broken("outcome.message", "1024", e -> e.getOutcomeBuilder().setMessage("x".repeat(1_025))),
        broken("outcome.message", "surrogate", e -> e.getOutcomeBuilder().setMessage("x\ud800 y")),
        broken(
            "context.traceparent",
            "W3C traceparent",
            e -> e.setContext(EventContext.newBuilder().setTraceparent(TRACEPARENT + "0"))),
        broken("attributes[0].value", "required", e -> e.addAttributes(attribute("a"))),
        broken(
            "attributes[0].number",
            "finite",
            e -> e.addAttributes(attribute("a").setNumber(Double.NaN))),
        broken(
            "attributes[0].time",
            "must be a time",
            e -> e.addAttributes(attribute("a").setTime(time(0, -1)))),
        broken(
            "attributes[1].name",
            "sorted",
            e ->
                e.addAttributes(attribute("b").setFlag(true))
                    .addAttributes(attribute("a").setFlag(true))),
        broken(
            "attributes[1].name",
            "once",
            e ->
                e.addAttributes(attribute("b").setFlag(true))
                    .addAttributes(attribute("b").setFlag(false))),
        broken(
            "payload_digest.digest",
            "32",
            e ->
                e.setPayloadDigest(
                    PayloadDigest.newBuilder()
                        .setAlgorithm(DigestAlgorithm.DIGEST_ALGORITHM_SHA_256)
                        .setDigest(ByteString.copyFromUtf8("short")))));
  }

  private static Arguments broken(String path, String rule, Consumer<AuditEvent.Builder> breakIt) {
    return Arguments.of(path, rule, breakIt);
  }

  @Test
  void namesAreComparedAsBytes() {
    AuditEvent event =
        event()
            .addAttributes(attribute("Z").setInteger(1))
            .addAttributes(attribute("a").setInteger(2))
            .addAttributes(attribute("a.b").setInteger(3))
            .addAttributes(attribute("aB").setInteger(4))
            .build();
    assertEquals(List.of(), RULES.check(event));
    assertEquals(List.of(), RULES.applyRules(event, false));
  }

  @ParameterizedTest
  @ValueSource(ints = {61_439, 61_440, 61_441})
  void anEventHasAtMost61440Bytes(int size) {
    AuditEvent event = ofSize(size);
    assertEquals(size, event.getSerializedSize());
    List<FieldProblem> problems = RULES.check(event);
    if (size <= 61_440) {
      assertEquals(List.of(), problems);
    } else {
      assertEquals(
          "has 61,441 bytes when serialized; at most 61,440 are taken",
          problems.getFirst().toString());
    }
  }

  /** A part of it lies in a field of a newer producer. */
  private static AuditEvent ofSize(int size) {
    AuditEvent.Builder builder = event();
    for (int i = 0; i < 7; i++) {
      builder.addAttributes(attribute("a" + i).setText("x".repeat(8_192)));
    }
    int rest = size - builder.build().getSerializedSize() - 4;
    UnknownFieldSet.Field field =
        UnknownFieldSet.Field.newBuilder()
            .addLengthDelimited(ByteString.copyFrom(new byte[rest]))
            .build();
    return builder
        .setUnknownFields(UnknownFieldSet.newBuilder().addField(2_000, field).build())
        .build();
  }

  @Test
  void aListThatIsTooLongIsNotLookedInto() {
    AuditEvent.Builder builder = event();
    for (int i = 0; i < 10_000; i++) {
      builder.addAttributes(attribute(""));
    }
    assertEquals(
        List.of("attributes: has 10,000 elements; at most 64 are taken"),
        RULES.check(builder.build()).stream().map(FieldProblem::toString).toList());
  }

  @Test
  void aTextThatIsTooLongIsMeasuredInBytes() {
    AuditEvent.Builder builder = event();
    assertEquals(
        List.of(),
        RULES.check(builder.setAction("😀".repeat(32)).build()),
        "32 characters of four bytes");
    assertEquals(1, RULES.check(builder.setAction("😀".repeat(33)).build()).size());
  }

  @Test
  void atMostTwentyProblemsAreTold() {
    AuditEvent.Builder builder = event();
    for (int i = 0; i < 32; i++) {
      builder.addTargets(Target.getDefaultInstance());
    }
    assertEquals(EventRules.MAX_PROBLEMS, RULES.check(builder.build()).size());
  }

  @Test
  void cairnsOwnEventsMayHaveReservedTypes() {
    AuditEvent event = event().setType("dev.cairn.producer.key").build();
    assertEquals(List.of(), RULES.checkOwn(event));
    assertEquals(
        List.of("id"),
        RULES.checkOwn(event.toBuilder().setId("").build()).stream()
            .map(FieldProblem::path)
            .toList());
  }

  @Test
  void aTypeThatOnlyBeginsAlikeIsNotReserved() {
    assertEquals(List.of(), RULES.check(event().setType("dev.cairns.x").build()));
  }

  static AuditEvent.Builder event() {
    return AuditEvent.newBuilder()
        .setId("1")
        .setSource("/orders")
        .setType("com.example.order.deleted")
        .setOccurredTime(time(1_767_225_600, 5))
        .setActor(Actor.newBuilder().setType("user").setId("amara"))
        .setAction("delete")
        .setOutcome(
            Outcome.newBuilder()
                .setStage(Stage.STAGE_COMPLETION)
                .setStatus(OutcomeStatus.OUTCOME_STATUS_SUCCESS));
  }

  private static Attribute.Builder attribute(String name) {
    return Attribute.newBuilder().setName(name);
  }

  private static Principal.Builder principal(String type) {
    return Principal.newBuilder().setType(type).setId("p");
  }

  private static Timestamp time(long seconds, int nanos) {
    return Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos).build();
  }
}
