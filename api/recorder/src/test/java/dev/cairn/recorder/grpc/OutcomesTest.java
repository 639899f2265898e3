package dev.cairn.recorder.grpc;

import static dev.cairn.recorder.grpc.Requests.attributes;
import static dev.cairn.recorder.grpc.Requests.request;
import static dev.cairn.recorder.grpc.Requests.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Struct;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.Outcome;
import dev.cairn.audit.v1.OutcomeStatus;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a call's end is recorded, whoever makes it. */
final class OutcomesTest {
  private static final CallRule METADATA = CallRule.of(CallLevel.METADATA);

  @ParameterizedTest
  @EnumSource(Status.Code.class)
  void everyStatusHasItsOutcome(Status.Code code) throws Exception {
    try (AuditedServer server = AuditedServer.start(METADATA)) {
      server.shop.place =
          (request, responses) -> {
            if (code == Status.Code.OK) {
              Shop.succeed(request, responses);
            } else {
              responses.onError(code.toStatus().withDescription("so it is").asException());
            }
          };
      call(server);
      Outcome outcome = server.sink.next().getOutcome();
      assertEquals(code.name(), outcome.getCode());
      assertEquals(code == Status.Code.OK ? "" : "so it is", outcome.getMessage());
      OutcomeStatus expected =
          switch (code) {
            case OK -> OutcomeStatus.OUTCOME_STATUS_SUCCESS;
            case PERMISSION_DENIED, UNAUTHENTICATED -> OutcomeStatus.OUTCOME_STATUS_DENIED;
            default -> OutcomeStatus.OUTCOME_STATUS_FAILURE;
          };
      assertEquals(expected, outcome.getStatus());
    }
  }

  private static void call(AuditedServer server) {
    try {
      server.place(request("o1"));
    } catch (StatusRuntimeException e) {
      assertTrue(!e.getStatus().isOk());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void descriptionsAreNotRecordedWhereFieldsAreRedacted(boolean isThrown) throws Exception {
    for (CallRule rule : List.of(METADATA, CallRule.of(CallLevel.REQUEST))) {
      AuditEvent event = refusal(isThrown, rule.redacting("actor.id"));
      assertFalse(event.toString().contains("4111"), event.toString());
      assertEquals("INVALID_ARGUMENT", event.getOutcome().getCode());
      assertEquals(
          "status: its description may tell what is redacted", text(event, "grpc.omitted"));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void descriptionsAreRecordedIfTheRuleSaysSo(boolean isThrown) throws Exception {
    AuditEvent event = refusal(isThrown, METADATA.redacting("actor.id").withDescriptions());
    assertEquals("bad card number 4111", event.getOutcome().getMessage());
    assertFalse(attributes(event).containsKey("grpc.omitted"), event.toString());
  }

  @Test
  void aWiderRulesRedactionsKeepDescriptionsOutToo() throws Exception {
    CallPolicy policy =
        CallPolicy.of(METADATA.redacting("actor.id")).withMethod(Shop.NAME + "/Place", METADATA);
    assertEquals("", refusal(false, policy).getOutcome().getMessage());
  }

  private static AuditEvent refusal(boolean isThrown, CallRule rule) throws InterruptedException {
    return refusal(isThrown, CallPolicy.of(rule));
  }

  /** The event of a call whose handler throws a status, or answers with it. */
  private static AuditEvent refusal(boolean isThrown, CallPolicy policy)
      throws InterruptedException {
    try (AuditedServer server = AuditedServer.start(CallSettings.of("/shop", policy))) {
      StatusRuntimeException refusal =
          Status.INVALID_ARGUMENT.withDescription("bad card number 4111").asRuntimeException();
      server.shop.place =
          (request, responses) -> {
            if (isThrown) {
              throw refusal;
            }
            responses.onError(refusal);
          };
      assertThrows(StatusRuntimeException.class, () -> server.place(request("o1")));
      return server.sink.next();
    }
  }

  @Test
  void aHandlerThatThrowsIsRecordedOnce() throws Exception {
    try (AuditedServer server = AuditedServer.start(METADATA)) {
      server.shop.place =
          (request, responses) -> {
            throw new IllegalStateException("secret " + request.getId());
          };
      assertThrows(StatusRuntimeException.class, () -> server.place(request("o1")));
      Outcome outcome = server.sink.next().getOutcome();
      assertEquals("UNKNOWN", outcome.getCode());
      assertEquals("", outcome.getMessage(), "what an exception says is not for the log");
      assertNoOther(server);
    }
  }

  @Test
  void aHandlerThatThrowsAStatusIsRecordedWithIt() throws Exception {
    try (AuditedServer server = AuditedServer.start(METADATA)) {
      server.shop.place =
          (request, responses) -> {
            throw Status.PERMISSION_DENIED.asRuntimeException();
          };
      assertThrows(StatusRuntimeException.class, () -> server.place(request("o1")));
      assertEquals(
          OutcomeStatus.OUTCOME_STATUS_DENIED, server.sink.next().getOutcome().getStatus());
    }
  }

  @Test
  void aSuccessWithoutItsAnswerIsAFailure() throws Exception {
    try (AuditedServer server = AuditedServer.start(METADATA)) {
      server.shop.place = (request, responses) -> responses.onCompleted();
      assertThrows(StatusRuntimeException.class, () -> server.place(request("o1")));
      assertEquals("INTERNAL", server.sink.next().getOutcome().getCode());
    }
  }

  @Test
  void aCancelledCallIsRecordedOnce() throws Exception {
    try (AuditedServer server = AuditedServer.start(METADATA)) {
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch cancelled = new CountDownLatch(1);
      server.shop.place =
          (request, responses) -> {
            begun.countDown();
            await(cancelled);
            Shop.succeed(request, responses);
          };
      Context.CancellableContext context = Context.current().withCancellation();
      context.run(
          () ->
              ClientCalls.asyncUnaryCall(
                  newCall(server, CallOptions.DEFAULT), request("o1"), new Answered()));
      await(begun);
      // gRPC tells the handler only after it has returned; it answers what nobody waits for.
      context.cancel(null);
      cancelled.countDown();
      AuditEvent event = server.sink.next();
      assertTrue(
          event.getOutcome().getCode().equals("OK")
              || event.getOutcome().getCode().equals("CANCELLED"),
          event.toString());
      assertNoOther(server);
    }
  }

  @Test
  void aCallThatIsCancelledWhileItsHandlerIsAwayIsRecorded() throws Exception {
    try (AuditedServer server = AuditedServer.start(METADATA)) {
      CountDownLatch begun = new CountDownLatch(1);
      server.shop.place = (request, responses) -> begun.countDown();
      Context.CancellableContext context = Context.current().withCancellation();
      context.run(
          () ->
              ClientCalls.asyncUnaryCall(
                  newCall(server, CallOptions.DEFAULT), request("o1"), new Answered()));
      await(begun);
      context.cancel(null);
      Outcome outcome = server.sink.next().getOutcome();
      assertEquals("CANCELLED", outcome.getCode());
      assertEquals(OutcomeStatus.OUTCOME_STATUS_FAILURE, outcome.getStatus());
    }
  }

  @Test
  void aDeadlineThatPassesIsRecordedAsSuch() throws Exception {
    try (AuditedServer server = AuditedServer.start(METADATA)) {
      server.shop.place = (request, responses) -> {};
      CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(500, TimeUnit.MILLISECONDS);
      assertThrows(
          StatusRuntimeException.class,
          () -> ClientCalls.blockingUnaryCall(server.channel, Shop.PLACE, options, request("o1")));
      // The caller gives up at the same moment: gRPC decides which of both the server sees first.
      String code = server.sink.next().getOutcome().getCode();
      assertTrue(List.of("DEADLINE_EXCEEDED", "CANCELLED").contains(code), code);
    }
  }

  @Test
  void whatAnInterceptorFurtherInRefusesIsRecorded() throws Exception {
    try (AuditedServer server = AuditedServer.start(METADATA, new Refusing())) {
      assertThrows(StatusRuntimeException.class, () -> server.place(request("o1")));
      Outcome outcome = server.sink.next().getOutcome();
      assertEquals("UNAUTHENTICATED", outcome.getCode());
      assertEquals(OutcomeStatus.OUTCOME_STATUS_DENIED, outcome.getStatus());
      assertNoOther(server);
    }
  }

  @Test
  void whatAnInterceptorFurtherInThrowsIsRecorded() throws Exception {
    ServerInterceptor throwing =
        new ServerInterceptor() {
          @Override
          public <Q, R> ServerCall.Listener<Q> interceptCall(
              ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
            throw new IllegalStateException("no");
          }
        };
    try (AuditedServer server = AuditedServer.start(METADATA, throwing)) {
      assertThrows(StatusRuntimeException.class, () -> server.place(request("o1")));
      assertEquals("UNKNOWN", server.sink.next().getOutcome().getCode());
      assertNoOther(server);
    }
  }

  @Test
  void aSinkThatFailsIsCountedAndNotNoticed() throws Exception {
    try (AuditedServer server = AuditedServer.start(METADATA)) {
      server.sink.refuse(new IllegalStateException("full"));
      assertEquals(Shop.answer(), server.place(request("o1")));
      server.audit.close();
      assertEquals(new CallCounts(1, 0, 1), server.audit.counts());
    }
  }

  @Test
  void callsAfterTheCloseAreRecordedAllTheSame() throws Exception {
    try (AuditedServer server = AuditedServer.start(METADATA)) {
      server.audit.close();
      server.place(request("o1"));
      assertEquals("OK", server.sink.next().getOutcome().getCode());
    }
  }

  /** An inner interceptor that lets nobody through. */
  private static final class Refusing implements ServerInterceptor {
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      call.close(Status.UNAUTHENTICATED.withDescription("who are you"), new Metadata());
      return new ServerCall.Listener<>() {};
    }
  }

  private static ClientCall<AuditEvent, Struct> newCall(AuditedServer server, CallOptions options) {
    return server.channel.newCall(Shop.PLACE, options);
  }

  /** Once the server has ended there is nobody to record more. */
  private static void assertNoOther(AuditedServer server) {
    server.stop();
    server.sink.assertNoMore();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
