package dev.cairn.recorder.grpc;

import static dev.cairn.recorder.grpc.Requests.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.EventContext;
import dev.cairn.recorder.FakeSink;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What calls happen within goes from service to service. */
final class ContextTest {
  private static final CallRule METADATA = CallRule.of(CallLevel.METADATA);
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String TRACEPARENT = "00-" + TRACE + "-b7ad6b7169203331-01";

  @Test
  void aTraceGoesThroughTwoServices() throws Exception {
    try (AuditedServer back = AuditedServer.start(METADATA);
        AuditedServer front = AuditedServer.start(METADATA)) {
      front.shop.place =
          (request, responses) -> {
            responses.onNext(back.placePassingOn(request));
            responses.onCompleted();
          };
      placeWith(front, TRACEPARENT, "case-7");
      EventContext atFront = front.sink.next().getContext();
      EventContext atBack = back.sink.next().getContext();
      assertEquals(TRACEPARENT, atFront.getTraceparent());
      assertEquals("case-7", atFront.getCorrelationId());
      assertEquals("case-7", atBack.getCorrelationId());
      assertEquals("00-" + TRACE + "-", atBack.getTraceparent().substring(0, 36));
      assertEquals("-01", atBack.getTraceparent().substring(52));
      assertNotEquals(TRACEPARENT, atBack.getTraceparent(), "a span of its own");
    }
  }

  @Test
  void whatIsNotRecordedIsPassedOnToo() throws Exception {
    try (AuditedServer back = AuditedServer.start(METADATA);
        AuditedServer front = AuditedServer.start(CallRule.of(CallLevel.NONE))) {
      front.shop.place =
          (request, responses) -> {
            responses.onNext(back.placePassingOn(request));
            responses.onCompleted();
          };
      placeWith(front, TRACEPARENT, "case-7");
      EventContext atBack = back.sink.next().getContext();
      assertEquals(TRACE, atBack.getTraceparent().substring(3, 35));
      assertEquals("case-7", atBack.getCorrelationId());
    }
  }

  @Test
  void aCallWithoutATraceBeginsOne() throws Exception {
    try (AuditedServer back = AuditedServer.start(METADATA);
        AuditedServer front = AuditedServer.start(METADATA)) {
      front.shop.place =
          (request, responses) -> {
            responses.onNext(back.placePassingOn(request));
            responses.onCompleted();
          };
      front.place(request("o1"));
      String atFront = front.sink.next().getContext().getTraceparent();
      String atBack = back.sink.next().getContext().getTraceparent();
      assertTrue(Traces.isValid(atFront), atFront);
      assertEquals(atFront.substring(0, 36), atBack.substring(0, 36));
    }
  }

  @Test
  void theClientsInterceptorBeginsATrace() throws Exception {
    try (AuditedServer server = AuditedServer.start(METADATA)) {
      server.placePassingOn(request("o1"));
      assertTrue(Traces.isValid(server.sink.next().getContext().getTraceparent()));
    }
  }

  @Test
  void headersThatACallHasAreLeftAsTheyAre() throws Exception {
    try (AuditedServer server = AuditedServer.start(METADATA)) {
      Metadata headers = headers(TRACEPARENT, "case-7");
      // The last is the outermost: it sets the headers first.
      var channel =
          ClientInterceptors.intercept(
              server.channel,
              new AuditClientInterceptor(),
              MetadataUtils.newAttachHeadersInterceptor(headers));
      AuditContext.withCorrelationId("other")
          .run(
              () ->
                  ClientCalls.blockingUnaryCall(
                      channel, Shop.PLACE, CallOptions.DEFAULT, request("o1")));
      EventContext context = server.sink.next().getContext();
      assertEquals(TRACEPARENT, context.getTraceparent());
      assertEquals("case-7", context.getCorrelationId());
    }
  }

  @Test
  void workThatNoCallBeganHasACorrelationIdToo() throws Exception {
    try (AuditedServer server = AuditedServer.start(METADATA)) {
      AuditContext.withCorrelationId("job-9").run(() -> server.placePassingOn(request("o1")));
      assertEquals("job-9", server.sink.next().getContext().getCorrelationId());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x",
      })
  void aTraceThatIsNoneIsNotGoneOnWith(String traceparent) throws Exception {
    try (AuditedServer server = AuditedServer.start(METADATA)) {
      placeWith(server, traceparent, "c".repeat(200));
      AuditEvent event = server.sink.next();
      assertTrue(Traces.isValid(event.getContext().getTraceparent()));
      assertNotEquals(traceparent, event.getContext().getTraceparent());
      assertEquals("c".repeat(128), event.getContext().getCorrelationId());
    }
  }

  @Test
  void handlersSeeWhatTheirCallHappensWithin() throws Exception {
    try (AuditedServer server = AuditedServer.start(METADATA)) {
      var seen = new AtomicReference<EventContext>();
      server.shop.place =
          (request, responses) -> {
            seen.set(AuditContext.eventContext());
            Shop.succeed(request, responses);
          };
      placeWith(server, TRACEPARENT, "case-7");
      assertEquals(server.sink.next().getContext(), seen.get());
    }
  }

  @Test
  void anInterceptorThatIsMetTwiceRecordsOnce() throws Exception {
    var settings = CallSettings.of("/inner", CallPolicy.of(METADATA));
    var innerSink = new FakeSink();
    try (AuditServerInterceptor inner = AuditServerInterceptor.of(innerSink, settings);
        AuditedServer server = AuditedServer.start(METADATA, inner)) {
      server.place(request("o1"));
      assertEquals("/shop", server.sink.next().getSource());
      server.stop();
      server.sink.assertNoMore();
      innerSink.assertNoMore();
    }
  }

  private static void placeWith(AuditedServer server, String traceparent, String correlationId) {
    ClientCalls.blockingUnaryCall(
        ClientInterceptors.intercept(
            server.channel,
            MetadataUtils.newAttachHeadersInterceptor(headers(traceparent, correlationId))),
        Shop.PLACE,
        CallOptions.DEFAULT,
        request("o1"));
  }

  private static Metadata headers(String traceparent, String correlationId) {
    Metadata headers = new Metadata();
    headers.put(AuditContext.TRACEPARENT, traceparent);
    headers.put(AuditContext.CORRELATION_ID, correlationId);
    return headers;
  }
}
