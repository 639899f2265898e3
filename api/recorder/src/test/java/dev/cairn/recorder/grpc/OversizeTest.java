package dev.cairn.recorder.grpc;

import static dev.cairn.recorder.grpc.Requests.attributes;
import static dev.cairn.recorder.grpc.Requests.request;
import static dev.cairn.recorder.grpc.Requests.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.event.EventRules;
import io.grpc.CallOptions;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;

/** Messages that an event has no room for. */
final class OversizeTest {
  private static final CallRule ALL = CallRule.of(CallLevel.REQUEST_AND_RESPONSE);

  @Test
  void aMessageThatJustFitsIsKept() throws Exception {
    try (AuditedServer server = AuditedServer.start(ALL)) {
      server.place(AuditEvent.newBuilder().setId("x".repeat(8_192 - 9)).build());
      AuditEvent event = server.sink.next();
      assertEquals(8_192, text(event, "grpc.request").length());
      assertFalse(event.hasPayloadDigest());
    }
  }

  @Test
  void aMessageThatIsTooLargeIsIdentified() throws Exception {
    try (AuditedServer server = AuditedServer.start(ALL.redacting("actor.id"))) {
      AuditEvent large = request("x".repeat(20_000)).toBuilder().clearTargets().build();
      server.place(large);
      AuditEvent event = server.sink.next();
      String json = "{\"id\":\"" + "x".repeat(20_000) + "\",\"actor\":{\"type\":\"card\"}}";
      byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
      assertEquals(bytes.length, event.getPayloadDigest().getSize());
      assertArrayEquals(
          MessageDigest.getInstance("SHA-256").digest(bytes),
          event.getPayloadDigest().getDigest().toByteArray());
      assertEquals("request", text(event, "grpc.digest_of"));
      assertEquals(
          "request: 20,033 bytes of JSON; at most 8,192 are kept", text(event, "grpc.omitted"));
      assertFalse(attributes(event).containsKey("grpc.request"));
      assertTrue(attributes(event).containsKey("grpc.response"));
    }
  }

  @Test
  void theSecondLargeMessageHasItsHashInAnAttribute() throws Exception {
    try (AuditedServer server = AuditedServer.start(ALL)) {
      server.shop.place =
          (request, responses) -> {
            responses.onNext(Answers.of("text", "y".repeat(9_000)));
            responses.onCompleted();
          };
      server.place(request("x".repeat(9_000)));
      AuditEvent event = server.sink.next();
      byte[] json = ("{\"text\":\"" + "y".repeat(9_000) + "\"}").getBytes(StandardCharsets.UTF_8);
      assertEquals(
          ByteString.copyFrom(MessageDigest.getInstance("SHA-256").digest(json)),
          attributes(event).get("grpc.response.sha256"));
      assertEquals("request", text(event, "grpc.digest_of"));
    }
  }

  @Test
  void aStreamOfLargeMessagesStaysAnEvent() throws Exception {
    try (AuditedServer server = AuditedServer.start(ALL)) {
      Answered answered = new Answered();
      StreamObserver<AuditEvent> requests =
          ClientCalls.asyncBidiStreamingCall(
              server.channel.newCall(Shop.CHAT, CallOptions.DEFAULT), answered);
      for (int i = 0; i < 8; i++) {
        requests.onNext(AuditEvent.newBuilder().setId("é".repeat(4_000)).build());
      }
      requests.onCompleted();
      assertEquals(Status.Code.OK, answered.end());
      AuditEvent event = server.sink.next();
      assertTrue(event.getSerializedSize() <= EventRules.MAX_EVENT_BYTES);
      assertTrue(attributes(event).containsKey("grpc.request.3"));
      assertFalse(attributes(event).containsKey("grpc.request.4"));
      assertTrue(text(event, "grpc.omitted").contains("request.4: 8,009 bytes have no room"));
    }
  }

  @Test
  void aMessageWithoutJsonIsToldOf() throws Exception {
    try (AuditedServer server = AuditedServer.start(ALL)) {
      Any wrapped = Any.pack(request("o1"));
      ClientCalls.blockingUnaryCall(server.channel, Shop.WRAP, CallOptions.DEFAULT, wrapped);
      AuditEvent event = server.sink.next();
      assertFalse(attributes(event).containsKey("grpc.request"));
      assertTrue(text(event, "grpc.omitted").startsWith("request: it has no JSON"));
      assertFalse(event.toString().contains("4111"));
    }
  }
}
