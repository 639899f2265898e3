package dev.cairn.event.filter;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.cairn.audit.v1.Actor;
import dev.cairn.audit.v1.Attribute;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.Collection;
import dev.cairn.audit.v1.DigestAlgorithm;
import dev.cairn.audit.v1.EventContext;
import dev.cairn.audit.v1.Link;
import dev.cairn.audit.v1.Outcome;
import dev.cairn.audit.v1.OutcomeStatus;
import dev.cairn.audit.v1.PayloadDigest;
import dev.cairn.audit.v1.Principal;
import dev.cairn.audit.v1.Stage;
import dev.cairn.audit.v1.Target;
import java.time.Instant;
import java.util.Optional;

/** Two events: one with everything, one with nothing that can be left out. */
final class Events {
  static final EventView FULL =
      new EventView(
          42,
          AuditEvent.newBuilder()
              .setId("e-1")
              .setSource("https://shop.example/orders")
              .setType("com.example.order.deleted")
              .setOccurredTime(time("2026-01-31T12:00:00.5Z"))
              .setActor(
                  Actor.newBuilder()
                      .setType("user")
                      .setId("alice")
                      .addOnBehalfOf(principal("service", "billing"))
                      .addOnBehalfOf(principal("user", "bob")))
              .setAction("delete")
              .addTargets(Target.newBuilder().setType("order").setId("order-7"))
              .addTargets(Target.newBuilder().setType("invoice").setId("i*9"))
              .setOutcome(
                  Outcome.newBuilder()
                      .setStage(Stage.STAGE_COMPLETION)
                      .setStatus(OutcomeStatus.OUTCOME_STATUS_DENIED)
                      .setCode("403"))
              .setContext(
                  EventContext.newBuilder()
                      .setTraceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                      .setCorrelationId("c-1")
                      .setPeer("10.0.0.7:443")
                      .setUserAgent("shop \"beta\" (it's new)"))
              .addAttributes(Attribute.newBuilder().setName("amount").setInteger(100))
              .addAttributes(
                  Attribute.newBuilder().setName("blob").setData(ByteString.copyFromUtf8("x")))
              .addAttributes(Attribute.newBuilder().setName("dry-run").setFlag(true))
              .addAttributes(
                  Attribute.newBuilder().setName("due").setTime(time("2026-02-01T00:00:00Z")))
              .addAttributes(Attribute.newBuilder().setName("empty").setText(""))
              .addAttributes(Attribute.newBuilder().setName("http.status").setText("42"))
              .addAttributes(Attribute.newBuilder().setName("rate").setNumber(0.1))
              .addAttributes(Attribute.newBuilder().setName("reason").setText("fraud"))
              .setPayloadDigest(
                  PayloadDigest.newBuilder()
                      .setAlgorithm(DigestAlgorithm.DIGEST_ALGORITHM_SHA_256)
                      .setDigest(ByteString.fromHex("ab".repeat(32))))
              .build(),
          Optional.of(Link.newBuilder().setProducer("orders-1").setSequence(7).build()),
          Collection.newBuilder()
              .setReceiveTime(time("2026-01-31T12:00:01Z"))
              .setSubmitter("10.0.0.8")
              .build());

  static final EventView BARE =
      new EventView(
          0,
          AuditEvent.newBuilder()
              .setId("e-2")
              .setSource("/jobs")
              .setType("job.run")
              .setOccurredTime(time("2026-03-01T00:00:00Z"))
              .setActor(Actor.newBuilder().setType("job").setId("nightly"))
              .setAction("run")
              .setOutcome(
                  Outcome.newBuilder()
                      .setStage(Stage.STAGE_ATTEMPT)
                      .setStatus(OutcomeStatus.OUTCOME_STATUS_UNKNOWN))
              .build(),
          Optional.empty(),
          Collection.newBuilder().setReceiveTime(time("2026-03-01T00:00:00Z")).build());

  private Events() {}

  private static Principal principal(String type, String id) {
    return Principal.newBuilder().setType(type).setId(id).build();
  }

  private static Timestamp time(String text) {
    Instant instant = Instant.parse(text);
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }
}
