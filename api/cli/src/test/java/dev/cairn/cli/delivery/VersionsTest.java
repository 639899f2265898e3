package dev.cairn.cli.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.RecordEventsRequest;
import dev.cairn.audit.v1.RecordEventsResponse;
import dev.cairn.client.CheckFailedException;
import dev.cairn.client.ClientConfig;
import dev.cairn.client.LogAddress;
import dev.cairn.client.LogClient;
import dev.cairn.client.Trust;
import dev.cairn.event.LoggedEntry;
import dev.cairn.event.sample.SampleEvents;
import dev.cairn.log.v1.AppendOutcome;
import dev.cairn.recorder.AuditClient;
import dev.cairn.recorder.AuditClientConfig;
import dev.cairn.recorder.Counters;
import dev.cairn.recorder.delivery.EventReceipt;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A client and a real server of neighbouring versions.
 *
 * <p>Covered: fields that only the other one knows, in events, requests, runs, answers, outcomes
 * and rests of entries; a server that has no AuditService yet; a level of acknowledgement that only
 * the server knows. Not covered, because it would break the contract: a new part of {@code
 * EntryRest}, and new fields of {@code LoggedEvent}, which a verifier refuses.
 */
@Timeout(120)
final class VersionsTest {
  private static final int FIELD_OF_LATER = 1_000;
  private static final int EVENTS = 200;
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir Path temp;
  private LogProcess log;

  @BeforeEach
  void serve() throws Exception {
    log = LogProcess.make(temp.resolve("log"));
    log.serve();
  }

  @AfterEach
  void end() {
    log.close();
  }

  private static UnknownFieldSet later(int seed) {
    return UnknownFieldSet.newBuilder()
        .addField(FIELD_OF_LATER, Field.newBuilder().addVarint(seed).build())
        .addField(
            FIELD_OF_LATER + 1,
            Field.newBuilder()
                .addLengthDelimited(ByteString.copyFromUtf8("of a later version " + seed))
                .build())
        .build();
  }

  private static List<AuditEvent> events(boolean areLater) {
    SampleEvents samples = new SampleEvents(5, START, 5);
    List<AuditEvent> events = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      AuditEvent.Builder event = samples.next().toBuilder();
      if (areLater) {
        event.setUnknownFields(later(i));
        event.getActorBuilder().setUnknownFields(later(-i));
      }
      events.add(event.build());
    }
    return events;
  }

  private AuditClientConfig config() {
    ClientConfig reached =
        ClientConfig.of(new LogAddress(log.address(), ""), new Trust.Pinned(log.key()))
            .withDeadline(Duration.ofSeconds(10));
    return AuditClientConfig.of(reached, temp.resolve("outbox")).withKey(RecordingService.key());
  }

  private ManagedChannel channel(
      UnaryOperator<RecordEventsRequest> request, UnaryOperator<RecordEventsResponse> response) {
    return Grpc.newChannelBuilder(log.address(), InsecureChannelCredentials.create())
        .intercept(new OtherVersion(request, response))
        .build();
  }

  /** What a test does with a client over a channel that changes what is said. */
  private interface Story {
    void play(AuditClient client) throws Exception;
  }

  private void with(ManagedChannel channel, Story story) throws Exception {
    try (AuditClient client = AuditClient.over(channel, config())) {
      story.play(client);
    } finally {
      channel.shutdownNow();
      assertTrue(channel.awaitTermination(10, TimeUnit.SECONDS));
    }
  }

  private void recordAndReadBack(AuditClient client, List<AuditEvent> events) throws Exception {
    List<CompletableFuture<EventReceipt>> receipts = new ArrayList<>();
    for (AuditEvent event : events) {
      receipts.add(client.record(event));
    }
    for (int i = 0; i < receipts.size(); i++) {
      EventReceipt receipt = receipts.get(i).get(LONG.toSeconds(), TimeUnit.SECONDS);
      readBack(client.log(), receipt, events.get(i));
    }
    assertTrue(client.flush(LONG));
    Counters counters = client.counters();
    assertTrue(counters.reconcile(), counters.toString());
    assertEquals(events.size(), counters.acknowledged() - counters.own(), counters.toString());
    LogView view = new LogView(log.address(), log.key(), Fingerprint.WHOLE);
    view.read();
    assertEquals(List.of(), view.violations);
    assertEquals(List.of(), view.chain.findings());
    assertEquals(counters.acknowledged(), view.size());
  }

  private static void readBack(LogClient client, EventReceipt receipt, AuditEvent event)
      throws Exception {
    LoggedEntry entry = LoggedEntry.parse(client.get(receipt.index()).data());
    assertEquals(event.toByteString(), entry.form().getEvent());
  }

  @Test
  void whatOnlyALaterClientKnowsIsLoggedByThisServerByteForByte() throws Exception {
    UnaryOperator<RecordEventsRequest> later =
        sent -> {
          RecordEventsRequest.Builder changed = sent.toBuilder().setUnknownFields(later(1));
          if (sent.hasRun()) {
            changed.getRunBuilder().setUnknownFields(later(2));
          }
          return changed.build();
        };
    with(
        channel(later, answer -> answer),
        client -> recordAndReadBack(client, events(/* areLater= */ true)));
  }

  @Test
  void whatOnlyALaterServerSaysIsIgnoredByThisClient() throws Exception {
    UnaryOperator<RecordEventsResponse> later =
        answer -> {
          RecordEventsResponse.Builder changed = answer.toBuilder().setUnknownFields(later(3));
          changed.getOutcomesBuilderList().forEach(outcome -> outcome.setUnknownFields(later(4)));
          changed
              .getOutcomesBuilderList()
              .forEach(outcome -> outcome.getAppendedBuilder().setUnknownFields(later(5)));
          changed.getRestsBuilderList().forEach(rest -> rest.setUnknownFields(later(6)));
          return parsed(changed.build());
        };
    with(
        channel(sent -> sent, later),
        client -> recordAndReadBack(client, events(/* areLater= */ false)));
  }

  /** As it comes from the wire. */
  private static RecordEventsResponse parsed(Message message) {
    try {
      return RecordEventsResponse.parseFrom(message.toByteString());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anEarlierServerWithoutTheServiceIsWaitedFor() throws Exception {
    EarlierServer server = new EarlierServer(3);
    ManagedChannel channel =
        Grpc.newChannelBuilder(log.address(), InsecureChannelCredentials.create())
            .intercept(server)
            .build();
    with(channel, client -> recordAndReadBack(client, events(/* areLater= */ false)));
    assertTrue(server.made() > 3);
  }

  @Test
  void aLevelThatIsNotKnownIsNotBelievedAndTheEventsWaitForALaterClient() throws Exception {
    UnaryOperator<RecordEventsResponse> later =
        answer -> {
          RecordEventsResponse.Builder changed = answer.toBuilder();
          for (AppendOutcome.Builder outcome : changed.getOutcomesBuilderList()) {
            outcome.getAppendedBuilder().setAckValue(9);
          }
          return parsed(changed.build());
        };
    List<AuditEvent> events = events(/* areLater= */ false);
    with(
        channel(sent -> sent, later),
        client -> {
          for (AuditEvent event : events.subList(1, EVENTS)) {
            client.spool(event).get(LONG.toSeconds(), TimeUnit.SECONDS);
          }
          CompletableFuture<EventReceipt> receipt = client.record(events.getFirst());
          ExecutionException stopped =
              assertThrows(
                  ExecutionException.class, () -> receipt.get(LONG.toSeconds(), TimeUnit.SECONDS));
          assertInstanceOf(CheckFailedException.class, stopped.getCause());
          assertEquals(EVENTS + 1, client.counters().spooled());
        });
    with(
        channel(sent -> sent, answer -> answer),
        client -> {
          assertTrue(client.flush(LONG));
          assertEquals(EVENTS + 1, client.counters().acknowledged());
          LogView view = new LogView(log.address(), log.key(), Fingerprint.WHOLE);
          view.read();
          assertEquals(List.of(), view.violations);
          assertEquals(EVENTS, view.events.size());
        });
  }
}
