package dev.cairn.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.EventRun;
import dev.cairn.audit.v1.LoggedEvent;
import dev.cairn.audit.v1.RecordEventsResponse;
import dev.cairn.client.ClientConfig;
import dev.cairn.client.LogAddress;
import dev.cairn.client.Trust;
import dev.cairn.event.LoggedEntry;
import dev.cairn.event.seal.Collecting;
import dev.cairn.event.seal.ProducerChain;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A log in this process that records events as audit.proto says, unless it is told otherwise. */
final class FakeLog {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  final SigningKey key = SigningKey.generate("log.example/audit", KeyType.ED25519);
  private final String name = "fake-log-" + NUMBER.incrementAndGet();
  private final ManagedChannel channel = InProcessChannelBuilder.forName(name).build();
  private Optional<Server> server = Optional.empty();

  // All below is guarded by this.
  final FakeTree tree = new FakeTree();
  final Map<String, Long> indexes = new HashMap<>();
  final Map<String, ProducerChain> chains = new HashMap<>();
  int credit = 1_024;
  int breaksAfterAppending;
  boolean silent;
  int maxUnacknowledged;
  int streams;
  Function<AuditEvent, Optional<Status>> refusal = _ -> Optional.empty();
  UnaryOperator<RecordEventsResponse> lie = truth -> truth;
  UnaryOperator<LoggedEvent> forgery = sent -> sent;
  Function<EventRun, Optional<Status>> runRefusal = _ -> Optional.empty();

  static FakeLog start() throws IOException {
    FakeLog log = new FakeLog();
    log.serve();
    return log;
  }

  void serve() throws IOException {
    server =
        Optional.of(
            InProcessServerBuilder.forName(name)
                .addService(new FakeAuditService(this))
                .addService(new FakeProofService(this))
                .build()
                .start());
  }

  /** Ends the server; what was logged stays. */
  void kill() throws InterruptedException {
    if (server.isPresent()) {
      server.get().shutdownNow();
      assertTrue(server.get().awaitTermination(10, TimeUnit.SECONDS));
      server = Optional.empty();
    }
  }

  ManagedChannel channel() {
    return channel;
  }

  ClientConfig config() {
    return config(DEADLINE);
  }

  ClientConfig config(Duration deadline) {
    return ClientConfig.of(new LogAddress("in-process:1", ""), new Trust.Pinned(key.verifierKey()))
        .withDeadline(deadline);
  }

  synchronized void set(Runnable change) {
    change.run();
  }

  static Status status(Code code, String reason) {
    return Status.newBuilder()
        .setCode(code.getNumber())
        .setMessage("refused by the test")
        .addDetails(
            Any.pack(ErrorInfo.newBuilder().setReason(reason).setDomain("cairn.dev").build()))
        .build();
  }

  synchronized int streams() {
    return streams;
  }

  synchronized int maxUnacknowledged() {
    return maxUnacknowledged;
  }

  /** All that is logged, each entry verified. */
  synchronized List<LoggedEntry> entries() throws Exception {
    List<LoggedEntry> entries = new ArrayList<>();
    for (byte[] bytes : tree.entries()) {
      LoggedEntry entry = LoggedEntry.parse(bytes);
      Collecting.verify(entry, key.verifierKey());
      entries.add(entry);
    }
    return entries;
  }

  /** The events of services, in order, each source and ID once. */
  List<AuditEvent> events() throws Exception {
    List<AuditEvent> events =
        entries().stream()
            .map(LoggedEntry::event)
            .filter(event -> !OwnEvents.isOwn(event))
            .toList();
    Set<String> names = new HashSet<>();
    events.forEach(event -> assertTrue(names.add(event.getSource() + " " + event.getId())));
    return events;
  }

  /** The chain of a producer as the entries show it; every gap in it is explained. */
  ProducerChain soundChain(String producer) throws Exception {
    ProducerChain chain = ProducerChain.begin(producer);
    long index = 0;
    for (LoggedEntry entry : entries()) {
      if (entry.link().isPresent() && entry.link().get().getProducer().equals(producer)) {
        chain = chain.after(entry, index);
        Collecting.verifyProduced(
            entry, chain.keyAt(entry.link().get().getSequence()).orElseThrow());
      }
      index++;
    }
    assertEquals(List.of(), chain.missing());
    return chain;
  }

  synchronized ByteString checkpoint() {
    return tree.checkpoint(key);
  }

  void close() throws InterruptedException {
    channel.shutdownNow();
    kill();
    assertTrue(channel.awaitTermination(10, TimeUnit.SECONDS));
  }
}
