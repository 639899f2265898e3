package dev.cairn.cli.explorer;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.cairn.audit.v1.Actor;
import dev.cairn.audit.v1.Attribute;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.AuditServiceGrpc;
import dev.cairn.audit.v1.EventContext;
import dev.cairn.audit.v1.EventRun;
import dev.cairn.audit.v1.Outcome;
import dev.cairn.audit.v1.OutcomeStatus;
import dev.cairn.audit.v1.RecordEventRequest;
import dev.cairn.audit.v1.Stage;
import dev.cairn.audit.v1.Target;
import dev.cairn.cli.ServerProcess;
import dev.cairn.event.seal.KeyEvent;
import dev.cairn.event.seal.Producing;
import dev.cairn.log.v1.AckLevel;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A log of 30 audit events: a producer's key and 25 events in its chain; three that nobody has
 * sealed, one of them hostile; and one of the producer after a gap.
 */
final class EventServer implements AutoCloseable {
  static final String PRODUCER = "orders-1";
  static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  static final int NEWEST = 29;
  static final int DENIED = 26;
  static final int HOSTILE = 27;

  private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

  private final SigningKey producer = SigningKey.generate(PRODUCER, KeyType.ED25519);
  private final VerifierKey key;
  private final ServerProcess server;
  private final ManagedChannel channel;
  private Optional<Hash> previous = Optional.empty();

  EventServer(Path folder) throws Exception {
    key = LiveLogs.init(folder.resolve("log"), LiveLogs.ORIGIN);
    server =
        ServerProcess.serve("--data", folder.resolve("log").toString(), "--grpc", "127.0.0.1:0");
    channel = Grpc.newChannelBuilder(server.address(), InsecureChannelCredentials.create()).build();
    fill();
  }

  private void fill() throws Exception {
    record(0, KeyEvent.of(producer, 0, START));
    for (int i = 1; i <= 25; i++) {
      record(i, event(i, i % 5 == 0 ? "bob" : "alice"));
    }
    record(denied(event(DENIED, "carol")));
    record(event(HOSTILE, LiveLogs.HOSTILE));
    record(event(28, "dave"));
    record(29, event(NEWEST, "alice"));
  }

  private void record(long sequence, AuditEvent event) throws Exception {
    EventRun run = Producing.seal(producer, sequence, previous, List.of(event.toByteString()));
    previous = Optional.of(Producing.lastHash(run));
    send(RecordEventRequest.newBuilder().setRun(run));
  }

  private void record(AuditEvent event) {
    send(RecordEventRequest.newBuilder().setEvent(event));
  }

  private void send(RecordEventRequest.Builder request) {
    var _ =
        AuditServiceGrpc.newBlockingStub(channel)
            .recordEvent(request.setAck(AckLevel.ACK_LEVEL_SIGNED).build());
  }

  /** An event of that ID, so many minutes after the first. */
  static AuditEvent event(int id, String user) {
    return AuditEvent.newBuilder()
        .setId("event-" + id)
        .setSource("/orders")
        .setType("com.example.order.deleted")
        .setOccurredTime(Timestamp.newBuilder().setSeconds(START.getEpochSecond() + 60L * id))
        .setActor(Actor.newBuilder().setType("user").setId(user))
        .setAction("delete")
        .addTargets(Target.newBuilder().setType("order").setId("order-" + id))
        .setOutcome(
            Outcome.newBuilder()
                .setStage(Stage.STAGE_COMPLETION)
                .setStatus(OutcomeStatus.OUTCOME_STATUS_SUCCESS))
        .setContext(
            EventContext.newBuilder()
                .setTraceparent("00-" + TRACE + "-b7ad6b7169203331-01")
                .setPeer("192.0.2.1"))
        .addAttributes(Attribute.newBuilder().setName("amount").setInteger(id))
        .addAttributes(Attribute.newBuilder().setName("raw").setData(ByteString.copyFromUtf8("x")))
        .build();
  }

  private static AuditEvent denied(AuditEvent event) {
    return event.toBuilder()
        .setOutcome(event.getOutcome().toBuilder().setStatus(OutcomeStatus.OUTCOME_STATUS_DENIED))
        .build();
  }

  String key() {
    return key.toString();
  }

  String url() {
    return "http://" + server.httpAddress() + "/";
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.close();
  }
}
