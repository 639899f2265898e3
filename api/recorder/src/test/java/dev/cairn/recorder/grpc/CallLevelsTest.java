package dev.cairn.recorder.grpc;

import static dev.cairn.recorder.grpc.Requests.attributes;
import static dev.cairn.recorder.grpc.Requests.request;
import static dev.cairn.recorder.grpc.Requests.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.audit.v1.Actor;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.OutcomeStatus;
import dev.cairn.audit.v1.Stage;
import dev.cairn.audit.v1.Target;
import io.grpc.CallOptions;
import io.grpc.stub.ClientCalls;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How much of a call is recorded. */
final class CallLevelsTest {
  private static final String REQUEST_JSON =
      "{\"id\":\"o1\",\"actor\":{\"type\":\"card\",\"id\":\"4111\"},"
          + "\"targets\":[{\"type\":\"book\",\"id\":\"s-1\"},{\"type\":\"pen\",\"id\":\"s-2\"}]}";

  @Test
  void noneRecordsNothing() throws Exception {
    try (AuditedServer server = AuditedServer.start(CallRule.of(CallLevel.NONE))) {
      assertEquals(Shop.answer(), server.place(request("o1")));
      server.audit.close();
      server.sink.assertNoMore();
      assertEquals(new CallCounts(0, 0, 0), server.audit.counts());
    }
  }

  @Test
  void metadataSaysWhoCalledWhatAndHowItEnded() throws Exception {
    Instant now = Instant.parse("2026-05-04T03:02:01.123456789Z");
    CallSettings settings =
        CallSettings.of("/shop", CallPolicy.of(CallRule.of(CallLevel.METADATA)))
            .withClock(() -> now);
    try (AuditedServer server = AuditedServer.start(settings)) {
      server.place(request("o1"));
      AuditEvent event = server.sink.next();
      assertEquals("/shop", event.getSource());
      assertEquals("grpc.call", event.getType());
      assertEquals("Place", event.getAction());
      assertEquals(now.getEpochSecond(), event.getOccurredTime().getSeconds());
      assertEquals(now.getNano(), event.getOccurredTime().getNanos());
      assertEquals("anonymous", event.getActor().getId());
      assertEquals(Stage.STAGE_COMPLETION, event.getOutcome().getStage());
      assertEquals(OutcomeStatus.OUTCOME_STATUS_SUCCESS, event.getOutcome().getStatus());
      assertEquals("OK", event.getOutcome().getCode());
      assertTrue(event.getContext().getPeer().startsWith("127.0.0.1:"), event.toString());
      assertTrue(event.getContext().getUserAgent().startsWith("shop-test/1"), event.toString());
      assertEquals(Set.of("grpc.method", "grpc.duration_us"), attributes(event).keySet());
      assertEquals("shop.v1.Shop/Place", text(event, "grpc.method"));
    }
  }

  @Test
  void theRestOfTheDeadlineIsRecorded() throws Exception {
    try (AuditedServer server = AuditedServer.start(CallRule.of(CallLevel.METADATA))) {
      CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(100, TimeUnit.SECONDS);
      ClientCalls.blockingUnaryCall(server.channel, Shop.PLACE, options, request("o1"));
      long left = Long.parseLong(text(server.sink.next(), "grpc.deadline_ms"));
      assertTrue(left > 0 && left <= 100_000, left + " ms");
    }
  }

  @Test
  void requestsAreKeptAsJson() throws Exception {
    try (AuditedServer server = AuditedServer.start(CallRule.of(CallLevel.REQUEST))) {
      server.place(request("o1"));
      AuditEvent event = server.sink.next();
      assertEquals(REQUEST_JSON, text(event, "grpc.request"));
      assertFalse(attributes(event).containsKey("grpc.response"));
    }
  }

  @Test
  void responsesAreKeptToo() throws Exception {
    try (AuditedServer server = AuditedServer.start(CallRule.of(CallLevel.REQUEST_AND_RESPONSE))) {
      server.place(request("o1"));
      AuditEvent event = server.sink.next();
      assertEquals(REQUEST_JSON, text(event, "grpc.request"));
      assertEquals("{\"state\":\"placed\",\"token\":\"t-1\"}", text(event, "grpc.response"));
    }
  }

  @Test
  void theMethodsRuleComesBeforeTheServicesAndThatBeforeTheCommonOne() throws Exception {
    CallPolicy policy =
        CallPolicy.of(CallRule.of(CallLevel.NONE))
            .withService(Shop.NAME, CallRule.of(CallLevel.METADATA))
            .withMethod(Shop.NAME + "/Watch", CallRule.of(CallLevel.REQUEST))
            .withService("other.v1.Other", CallRule.of(CallLevel.REQUEST_AND_RESPONSE));
    CallPlans plans = new CallPlans(policy);
    assertEquals(CallLevel.METADATA, plans.of(Shop.PLACE).rule().level());
    assertEquals(CallLevel.REQUEST, plans.of(Shop.WATCH).rule().level());
    CallPlans common = new CallPlans(CallPolicy.of(CallRule.of(CallLevel.NONE)));
    assertEquals(CallLevel.NONE, common.of(Shop.PLACE).rule().level());
  }

  @Test
  void actorsAndTargetsAreResolved() throws Exception {
    CallSettings settings =
        CallSettings.of("/shop", CallPolicy.of(CallRule.of(CallLevel.METADATA)))
            .withType("com.example.call")
            .withActors(call -> Actor.newBuilder().setType("user").setId(call.method()).build())
            .withTargets((method, request) -> ((AuditEvent) request).getTargetsList());
    try (AuditedServer server = AuditedServer.start(settings)) {
      server.place(request("o1"));
      AuditEvent event = server.sink.next();
      assertEquals("com.example.call", event.getType());
      assertEquals("shop.v1.Shop/Place", event.getActor().getId());
      assertEquals(request("o1").getTargetsList(), event.getTargetsList());
      assertFalse(attributes(event).containsKey("grpc.request"), "only the targets are kept of it");
    }
  }

  @Test
  void whatAResolverFailsToTellDoesNotLoseTheEvent() throws Exception {
    CallSettings settings =
        CallSettings.of("/shop", CallPolicy.of(CallRule.of(CallLevel.METADATA)))
            .withActors(
                call -> {
                  throw new IllegalStateException(call.method());
                })
            .withTargets(
                (method, request) -> {
                  throw new IllegalStateException(method);
                });
    try (AuditedServer server = AuditedServer.start(settings)) {
      server.place(request("o1"));
      AuditEvent event = server.sink.next();
      assertEquals("unknown", event.getActor().getId());
      assertEquals(List.of(), event.getTargetsList());
    }
  }

  @Test
  void whatIsResolvedIsMadeToFitTheRules() throws Exception {
    CallSettings settings =
        CallSettings.of("/shop", CallPolicy.of(CallRule.of(CallLevel.METADATA)))
            .withActors(call -> Actor.newBuilder().setId("é".repeat(200) + "\n").build())
            .withTargets(
                (method, request) ->
                    List.of(Target.newBuilder().setType("a\nb").setId("x\ud800").build()));
    try (AuditedServer server = AuditedServer.start(settings)) {
      server.place(request("o1"));
      AuditEvent event = server.sink.next();
      assertEquals("unknown", event.getActor().getType());
      assertEquals("é".repeat(127), event.getActor().getId());
      assertEquals("a?b", event.getTargets(0).getType());
      assertEquals("x?", event.getTargets(0).getId());
    }
  }

  @Test
  void handlersSayMore() throws Exception {
    try (AuditedServer server = AuditedServer.start(CallRule.of(CallLevel.METADATA))) {
      server.shop.place =
          (request, responses) -> {
            CurrentCall call = AuditContext.currentCall().orElseThrow();
            call.actor(Actor.newBuilder().setType("user").setId("alice").build());
            call.target("order", request.getId());
            call.attribute("reason", "duplicate");
            Shop.succeed(request, responses);
          };
      server.place(request("o1"));
      AuditEvent event = server.sink.next();
      assertEquals("alice", event.getActor().getId());
      assertEquals("o1", event.getTargets(0).getId());
      assertEquals("duplicate", text(event, "reason"));
    }
  }
}
