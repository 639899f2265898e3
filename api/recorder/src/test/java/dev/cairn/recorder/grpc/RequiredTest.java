package dev.cairn.recorder.grpc;

import static dev.cairn.recorder.grpc.Requests.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.audit.v1.Stage;
import io.grpc.CallOptions;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Where the event is required, nobody is answered without it. */
final class RequiredTest {
  private static final CallRule REQUIRED = CallRule.of(CallLevel.METADATA).required();

  @Test
  void theAnswerIsHeldUntilTheEventIsSafe() throws Exception {
    try (AuditedServer server = AuditedServer.start(REQUIRED)) {
      CompletableFuture<Void> safe = new CompletableFuture<>();
      server.sink.hold(safe);
      Answered answered = new Answered();
      ClientCalls.asyncUnaryCall(
          server.channel.newCall(Shop.PLACE, CallOptions.DEFAULT), request("o1"), answered);
      assertEquals("OK", server.sink.next().getOutcome().getCode());
      assertFalse(answered.isEnded());
      assertEquals(List.of(), answered.messages());
      safe.complete(null);
      assertEquals(Status.Code.OK, answered.end());
      assertEquals(List.of(Shop.answer()), answered.messages());
    }
  }

  @Test
  void withoutItsEventTheCallIsUnavailable() throws Exception {
    try (AuditedServer server = AuditedServer.start(REQUIRED)) {
      server.sink.refuse(new IllegalStateException("full"));
      assertUnavailable(server);
      server.audit.close();
      assertEquals(new CallCounts(1, 0, 1), server.audit.counts());
    }
  }

  @Test
  void anEventThatIsLateMakesTheCallUnavailable() throws Exception {
    CallSettings settings =
        CallSettings.of("/shop", CallPolicy.of(REQUIRED)).withPatience(Duration.ofMillis(50));
    try (AuditedServer server = AuditedServer.start(settings)) {
      CompletableFuture<Void> safe = new CompletableFuture<>();
      server.sink.hold(safe);
      assertUnavailable(server);
      assertFalse(safe.isDone(), "the sink's future is the sink's");
      safe.complete(null);
      assertEquals(new CallCounts(1, 1, 0), server.audit.counts());
    }
  }

  @Test
  void failuresOfTheHandlerAreAnsweredAsTheyAre() throws Exception {
    try (AuditedServer server = AuditedServer.start(REQUIRED)) {
      server.shop.place = (request, responses) -> responses.onError(Status.NOT_FOUND.asException());
      assertEquals(Status.Code.NOT_FOUND, fail(server));
      assertEquals("NOT_FOUND", server.sink.next().getOutcome().getCode());
      server.shop.place =
          (request, responses) -> {
            throw new IllegalStateException("broken");
          };
      assertEquals(Status.Code.UNKNOWN, fail(server));
      assertEquals("UNKNOWN", server.sink.next().getOutcome().getCode());
    }
  }

  @Test
  void aSecondAnswerToOneRequestIsAFailure() throws Exception {
    try (AuditedServer server = AuditedServer.start(REQUIRED)) {
      server.shop.place =
          (request, responses) -> {
            responses.onNext(Shop.answer());
            Shop.succeed(request, responses);
          };
      assertEquals(Status.Code.INTERNAL, fail(server));
      assertEquals("INTERNAL", server.sink.next().getOutcome().getCode());
    }
  }

  @Test
  void theHandlerDoesNotRunWithoutTheEventOfTheAttempt() throws Exception {
    try (AuditedServer server = AuditedServer.start(REQUIRED.withAttempts(true))) {
      AtomicInteger runs = new AtomicInteger();
      server.shop.place =
          (request, responses) -> {
            runs.incrementAndGet();
            Shop.succeed(request, responses);
          };
      server.place(request("o1"));
      assertEquals(Stage.STAGE_ATTEMPT, server.sink.next().getOutcome().getStage());
      assertEquals(Stage.STAGE_COMPLETION, server.sink.next().getOutcome().getStage());
      server.sink.refuse(new IllegalStateException("full"));
      assertUnavailable(server);
      assertEquals(1, runs.get());
    }
  }

  @Test
  void aStreamOfAnswersBeginsOnlyAfterTheEventOfItsAttempt() throws Exception {
    try (AuditedServer server = AuditedServer.start(REQUIRED)) {
      CompletableFuture<Void> safe = new CompletableFuture<>();
      server.sink.hold(safe);
      Answered answered = new Answered();
      ClientCalls.asyncServerStreamingCall(
          server.channel.newCall(Shop.WATCH, CallOptions.DEFAULT), request("o1"), answered);
      assertEquals(Stage.STAGE_ATTEMPT, server.sink.next().getOutcome().getStage());
      assertEquals(List.of(), answered.messages());
      safe.complete(null);
      assertEquals(Status.Code.OK, answered.end());
      assertEquals(List.of(Shop.answer()), answered.messages());
      assertEquals(Stage.STAGE_COMPLETION, server.sink.next().getOutcome().getStage());
    }
  }

  @Test
  void aStreamBothWaysIsRefusedWithoutTheEventOfItsAttempt() throws Exception {
    try (AuditedServer server = AuditedServer.start(REQUIRED)) {
      server.sink.refuse(new IllegalStateException("full"));
      Answered answered = new Answered();
      var _ =
          ClientCalls.asyncBidiStreamingCall(
              server.channel.newCall(Shop.CHAT, CallOptions.DEFAULT), answered);
      assertEquals(Status.Code.UNAVAILABLE, answered.end());
    }
  }

  private static void assertUnavailable(AuditedServer server) {
    assertEquals(Status.Code.UNAVAILABLE, fail(server));
  }

  private static Status.Code fail(AuditedServer server) {
    return assertThrows(StatusRuntimeException.class, () -> server.place(request("o1")))
        .getStatus()
        .getCode();
  }
}
