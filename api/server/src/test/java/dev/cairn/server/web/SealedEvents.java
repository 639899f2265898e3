package dev.cairn.server.web;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.cairn.audit.v1.Actor;
import dev.cairn.audit.v1.Attribute;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.DigestAlgorithm;
import dev.cairn.audit.v1.EventContext;
import dev.cairn.audit.v1.EventRun;
import dev.cairn.audit.v1.Outcome;
import dev.cairn.audit.v1.OutcomeStatus;
import dev.cairn.audit.v1.PayloadDigest;
import dev.cairn.audit.v1.Principal;
import dev.cairn.audit.v1.Stage;
import dev.cairn.audit.v1.Target;
import dev.cairn.event.seal.KeyEvent;
import dev.cairn.event.seal.Producing;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A producer's key, and an event with every field, which leaves a gap behind the key. */
final class SealedEvents {
  static final String PRODUCER = "orders-1";

  private static final SigningKey KEY = SigningKey.generate(PRODUCER, KeyType.ED25519);
  private static final Instant TIME = Instant.parse("2026-01-31T12:00:00Z");
  private static final Timestamp TIMESTAMP =
      Timestamp.newBuilder().setSeconds(TIME.getEpochSecond()).build();

  static final EventRun FIRST_KEY = run(0, Optional.empty(), KeyEvent.of(KEY, 0, TIME));
  static final EventRun AFTER_A_GAP = run(2, Optional.of(Hash.of(new byte[32])), full());

  private SealedEvents() {}

  private static EventRun run(long sequence, Optional<Hash> previous, AuditEvent event) {
    return Producing.seal(KEY, sequence, previous, List.of(event.toByteString()));
  }

  private static AuditEvent full() {
    return AuditEvent.newBuilder()
        .setId("1")
        .setSource("/orders")
        .setType("com.example.order.deleted")
        .setOccurredTime(TIMESTAMP)
        .setActor(
            Actor.newBuilder()
                .setType("service")
                .setId("billing")
                .addOnBehalfOf(Principal.newBuilder().setType("user").setId("alice")))
        .setAction("delete")
        .addTargets(Target.newBuilder().setType("order").setId("order-7"))
        .setOutcome(
            Outcome.newBuilder()
                .setStage(Stage.STAGE_COMPLETION)
                .setStatus(OutcomeStatus.OUTCOME_STATUS_FAILURE)
                .setCode("409")
                .setMessage("paid"))
        .setContext(
            EventContext.newBuilder()
                .setTraceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .setCorrelationId("c-1")
                .setPeer("192.0.2.1")
                .setUserAgent("shop/1"))
        .addAttributes(Attribute.newBuilder().setName("a").setText("text"))
        .addAttributes(Attribute.newBuilder().setName("b").setInteger(-7))
        .addAttributes(Attribute.newBuilder().setName("c").setNumber(0.5))
        .addAttributes(Attribute.newBuilder().setName("d").setFlag(true))
        .addAttributes(
            Attribute.newBuilder().setName("e").setData(ByteString.copyFromUtf8("bytes")))
        .addAttributes(Attribute.newBuilder().setName("f").setTime(TIMESTAMP))
        .setPayloadDigest(
            PayloadDigest.newBuilder()
                .setAlgorithm(DigestAlgorithm.DIGEST_ALGORITHM_SHA_256)
                .setDigest(ByteString.copyFrom(new byte[32]))
                .setSize(12)
                .setMediaType("application/json"))
        .build();
  }
}
