package dev.cairn.recorder.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Message;
import dev.cairn.audit.v1.Actor;
import dev.cairn.audit.v1.Attribute;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.EventContext;
import dev.cairn.audit.v1.Stage;
import io.grpc.Status;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is kept of a call whose messages cannot all be read. */
final class CallAttributesTest {
  @Test
  void aMessageThatCannotBeReadDoesNotLoseTheRest() {
    CallAttributes attributes =
        new CallAttributes(facts(List.of(unreadable(), AuditEvent.getDefaultInstance())));
    Map<String, String> texts =
        attributes.sorted().stream()
            .collect(Collectors.toMap(Attribute::getName, Attribute::getText));
    assertEquals("shop.v1.Shop/Upload", texts.get("grpc.method"));
    assertEquals("{}", texts.get("grpc.request.1"));
    assertEquals("request.0: it cannot be kept: IllegalStateException", texts.get("grpc.omitted"));
  }

  /** A message that throws whatever it is asked, even its fields. */
  private static Message unreadable() {
    return (Message)
        Proxy.newProxyInstance(
            CallAttributesTest.class.getClassLoader(),
            new Class<?>[] {Message.class},
            (proxy, method, arguments) -> {
              throw new IllegalStateException("4111");
            });
  }

  private static CallFacts facts(List<Message> requests) {
    CallRule rule = CallRule.of(CallLevel.REQUEST).redacting("actor.id");
    return new CallFacts(
        "e1",
        "",
        Stage.STAGE_COMPLETION,
        Instant.EPOCH,
        Shop.UPLOAD,
        CallPlan.of(rule, List.of(), false),
        Actor.getDefaultInstance(),
        new CurrentCall().said(),
        EventContext.getDefaultInstance(),
        Status.OK,
        Optional.empty(),
        Duration.ZERO,
        new CallFacts.Direction(FieldPath.REQUEST, requests.size(), requests, true),
        new CallFacts.Direction(FieldPath.RESPONSE, 0, List.of(), false));
  }
}
