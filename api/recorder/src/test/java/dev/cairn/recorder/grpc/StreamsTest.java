package dev.cairn.recorder.grpc;

import static dev.cairn.recorder.grpc.Requests.attributes;
import static dev.cairn.recorder.grpc.Requests.request;
import static dev.cairn.recorder.grpc.Requests.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.protobuf.Struct;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.Stage;
import io.grpc.CallOptions;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import org.junit.jupiter.api.Test;

/** A stream is one call: one event at its end, and one of the attempt if asked for. */
final class StreamsTest {
  private static final CallRule ALL = CallRule.of(CallLevel.REQUEST_AND_RESPONSE);

  @Test
  void aStreamOfRequests() throws Exception {
    try (AuditedServer server = AuditedServer.start(ALL)) {
      Answered answered = new Answered();
      send(
          ClientCalls.asyncClientStreamingCall(
              server.channel.newCall(Shop.UPLOAD, CallOptions.DEFAULT), answered),
          2);
      assertEquals(Status.Code.OK, answered.end());
      AuditEvent event = server.sink.next();
      assertEquals("Upload", event.getAction());
      assertEquals("{\"id\":\"r0\"}", text(event, "grpc.request.0"));
      assertEquals("{\"id\":\"r1\"}", text(event, "grpc.request.1"));
      assertEquals(2L, attributes(event).get("grpc.requests"));
      assertEquals("{\"state\":\"uploaded\"}", text(event, "grpc.response"));
      assertFalse(attributes(event).containsKey("grpc.responses"));
    }
  }

  @Test
  void aStreamOfResponses() throws Exception {
    try (AuditedServer server = AuditedServer.start(ALL)) {
      server.shop.watch =
          (request, responses) -> {
            responses.onNext(Answers.of("n", "0"));
            responses.onNext(Answers.of("n", "1"));
            responses.onError(Status.ABORTED.asException());
          };
      Answered answered = new Answered();
      ClientCalls.asyncServerStreamingCall(
          server.channel.newCall(Shop.WATCH, CallOptions.DEFAULT), request("o1"), answered);
      assertEquals(Status.Code.ABORTED, answered.end());
      AuditEvent event = server.sink.next();
      assertEquals("ABORTED", event.getOutcome().getCode());
      assertEquals("{\"n\":\"1\"}", text(event, "grpc.response.1"));
      assertEquals(2L, attributes(event).get("grpc.responses"));
    }
  }

  @Test
  void aStreamBothWaysKeepsItsFirstEightMessagesAndCountsAll() throws Exception {
    try (AuditedServer server = AuditedServer.start(ALL)) {
      Answered answered = new Answered();
      send(
          ClientCalls.asyncBidiStreamingCall(
              server.channel.newCall(Shop.CHAT, CallOptions.DEFAULT), answered),
          10);
      assertEquals(Status.Code.OK, answered.end());
      assertEquals(10, answered.messages().size());
      AuditEvent event = server.sink.next();
      assertEquals("{\"id\":\"r7\"}", text(event, "grpc.response.7"));
      assertFalse(attributes(event).containsKey("grpc.response.8"));
      assertEquals(10L, attributes(event).get("grpc.requests"));
      assertEquals(10L, attributes(event).get("grpc.responses"));
      assertEquals(
          "request: 2 messages are not kept; response: 2 messages are not kept",
          text(event, "grpc.omitted"));
    }
  }

  @Test
  void aStreamThatItsCallerCancelsIsRecorded() throws Exception {
    try (AuditedServer server = AuditedServer.start(ALL)) {
      Answered answered = new Answered();
      StreamObserver<AuditEvent> requests =
          ClientCalls.asyncBidiStreamingCall(
              server.channel.newCall(Shop.CHAT, CallOptions.DEFAULT), answered);
      requests.onNext(AuditEvent.newBuilder().setId("r0").build());
      answered.awaitMessage();
      requests.onError(Status.CANCELLED.asException());
      AuditEvent event = server.sink.next();
      assertEquals("CANCELLED", event.getOutcome().getCode());
      assertEquals(1L, attributes(event).get("grpc.responses"));
    }
  }

  @Test
  void anAttemptIsRecordedBeforeItsCompletion() throws Exception {
    try (AuditedServer server = AuditedServer.start(ALL.withAttempts(true))) {
      Struct answer = server.place(request("o1"));
      assertEquals(Shop.answer(), answer);
      AuditEvent attempt = server.sink.next();
      assertEquals(Stage.STAGE_ATTEMPT, attempt.getOutcome().getStage());
      assertEquals("", attempt.getOutcome().getCode());
      assertEquals("o1", text(attempt, "grpc.request").substring(7, 9), "the request is known");
      assertFalse(attributes(attempt).containsKey("grpc.response"));
      AuditEvent completion = server.sink.next();
      assertEquals(Stage.STAGE_COMPLETION, completion.getOutcome().getStage());
      assertEquals(attempt.getId(), text(completion, "grpc.attempt"));
      assertEquals(attempt.getContext(), completion.getContext());
    }
  }

  @Test
  void anAttemptOfAStreamIsRecordedAtItsStart() throws Exception {
    try (AuditedServer server = AuditedServer.start(ALL.withAttempts(true))) {
      StreamObserver<AuditEvent> requests =
          ClientCalls.asyncBidiStreamingCall(
              server.channel.newCall(Shop.CHAT, CallOptions.DEFAULT), new Answered());
      AuditEvent attempt = server.sink.next();
      assertEquals(Stage.STAGE_ATTEMPT, attempt.getOutcome().getStage());
      requests.onCompleted();
      assertEquals(Stage.STAGE_COMPLETION, server.sink.next().getOutcome().getStage());
    }
  }

  private static void send(StreamObserver<AuditEvent> requests, int count) {
    for (int i = 0; i < count; i++) {
      requests.onNext(AuditEvent.newBuilder().setId("r" + i).build());
    }
    requests.onCompleted();
  }
}
