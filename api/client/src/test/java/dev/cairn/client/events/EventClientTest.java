package dev.cairn.client.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.ListProducersResponse;
import dev.cairn.audit.v1.Producer;
import dev.cairn.client.Ack;
import dev.cairn.client.AckCheck.Outcome;
import dev.cairn.client.CheckFailedException;
import dev.cairn.client.HeapMemory;
import dev.cairn.client.LogException;
import dev.cairn.client.RefusedException;
import dev.cairn.client.TestLog;
import dev.cairn.client.UnreachableException;
import dev.cairn.event.filter.Filter;
import dev.cairn.event.seal.KeyEvent;
import dev.cairn.event.seal.Producing;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the client does with an honest log. */
@Timeout(60)
final class EventClientTest {
  private final HeapMemory memory = new HeapMemory();
  private TestLog log;
  private EventClient events;

  @BeforeEach
  void start() {
    log = TestEvents.start();
    events = EventClient.open(log.config(memory));
  }

  @AfterEach
  void stop() {
    events.close();
    log.close();
  }

  private static List<Long> indexes(EventCursor cursor, int count) throws LogException {
    List<Long> indexes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      VerifiedEvent event = cursor.next().orElseThrow();
      assertTrue(event.inclusion().isPresent());
      indexes.add(event.index());
    }
    return indexes;
  }

  private static List<Long> all(SearchCursor cursor) throws LogException {
    List<Long> indexes = new ArrayList<>();
    for (var next = cursor.next(); next.isPresent(); next = cursor.next()) {
      indexes.add(next.get().index());
    }
    return indexes;
  }

  @Test
  void anEventIsGotByItsIndexAndByItsName() throws Exception {
    VerifiedEvent event = events.get(3);
    assertEquals(TestEvents.event(2), event.event());
    assertEquals(event, events.get("/orders", "2"));
    assertEquals(new TreeHasher().leaf(event.entry().toBytes()), event.leafHash());
    event.inclusion().orElseThrow().toTlogProof().verify(event.leafHash(), log.vkey());
    assertEquals(log.size(), memory.newest(log.vkey()).orElseThrow().head().size());
  }

  @Test
  void readsAreRepeatedWhereTheLogWasUnavailable() throws Exception {
    events.log().checkpoint();
    log.refuse(2, Status.UNAVAILABLE);
    assertEquals(3, events.get(3).index());
    log.refuse(1, Status.UNAVAILABLE);
    try (SearchCursor found = events.search(EventSearch.of(Filter.ALL))) {
      assertEquals(8, all(found).size());
    }
  }

  @Test
  void aStreamOfEventsIsNeverRepeated() {
    log.refuse(1, Status.UNAVAILABLE);
    assertThrows(UnreachableException.class, () -> events.record(Ack.DURABLE));
  }

  @Test
  void outcomesThatNeverCameLeaveTheStreamBroken() throws Exception {
    try (EventRecording recording = events.record(Ack.SIGNED)) {
      assertThrows(IllegalStateException.class, recording::take);
      assertThrows(IllegalArgumentException.class, () -> recording.send(List.of()));
      log.close();
      assertThrows(
          UnreachableException.class,
          () -> {
            recording.send(List.of(TestEvents.event(8)));
            recording.take();
          });
    }
  }

  @Test
  void whatIsNoEventIsNotFound() {
    for (long index : List.of(0L, 9L)) {
      RefusedException refused = assertThrows(RefusedException.class, () -> events.get(index));
      assertEquals("EVENT_NOT_FOUND", refused.reason());
    }
    assertThrows(RefusedException.class, () -> events.get("/orders", "99"));
    assertThrows(IllegalArgumentException.class, () -> events.get(-1));
  }

  @Test
  void aSearchGoesOverAllPagesInTheOrderAskedFor() throws Exception {
    EventSearch alice = EventSearch.of(TestEvents.filter("actor.id = alice")).withPageSize(3);
    try (SearchCursor found = events.search(alice)) {
      assertEquals(10, found.searchedSize());
      assertEquals(List.of(7L, 5L, 3L, 1L), all(found));
    }
    try (SearchCursor found = events.search(alice.withOrder(EventOrder.OLDEST_FIRST))) {
      assertEquals(List.of(1L, 3L, 5L, 7L), all(found));
    }
  }

  @Test
  void timesBoundASearch() throws Exception {
    EventSearch middle =
        EventSearch.of(Filter.ALL)
            .withFrom(TestEvents.START.plusSeconds(2))
            .withUntil(TestEvents.START.plusSeconds(5));
    try (SearchCursor found = events.search(middle)) {
      assertEquals(List.of(5L, 4L, 3L), all(found));
    }
  }

  @Test
  void aSearchWithoutProofsSaysSo() throws Exception {
    try (SearchCursor found = events.search(EventSearch.of(Filter.ALL).withProofs(false))) {
      assertFalse(found.next().orElseThrow().inclusion().isPresent());
    }
  }

  @Test
  void aTailFollowsTheLog() throws Exception {
    try (TailCursor tail = events.tail(4, TestEvents.filter("actor.id = bob"))) {
      assertEquals(List.of(4L, 6L, 8L), indexes(tail, 3));
      log.publish("no event");
      log.publish(TestEvents.entries(log.signer(), 8, 12));
      assertEquals(List.of(12L, 14L), indexes(tail, 2));
      assertEquals(15, tail.nextIndex());
    }
  }

  @Test
  void closingWakesWhoeverWaitsForTheTail() throws Exception {
    TailCursor tail = events.tail(10, Filter.ALL);
    CompletableFuture<Optional<VerifiedEvent>> waiting = new CompletableFuture<>();
    Thread reader =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    waiting.complete(tail.next());
                  } catch (LogException e) {
                    waiting.completeExceptionally(e);
                  }
                });
    while (reader.getState() == Thread.State.RUNNABLE) {
      Thread.onSpinWait();
    }
    tail.close();
    assertTrue(waiting.get(10, TimeUnit.SECONDS).isEmpty());
  }

  @Test
  void aProducersSealIsVerifiedByItsKey() throws Exception {
    SigningKey producer = SigningKey.generate("orders", KeyType.ED25519);
    SigningKey stranger = SigningKey.generate("orders", KeyType.ED25519);
    ByteString naming = KeyEvent.of(producer, 0, TestEvents.START).toByteString();
    var run = Producing.seal(producer, 0, Optional.empty(), List.of(naming));
    var produced = Producing.open(run, producer.verifierKey()).getFirst();
    log.publish(List.of(TestEvents.entry(log.signer(), produced)));

    VerifiedEvent event = events.get(10);
    event.verifyProduced(producer.verifierKey());
    assertEquals(
        producer.verifierKey(),
        event.verifyProduced(List.of(stranger.verifierKey(), producer.verifierKey())));
    assertThrows(CheckFailedException.class, () -> event.verifyProduced(stranger.verifierKey()));
    assertThrows(
        CheckFailedException.class, () -> event.verifyProduced(List.of(stranger.verifierKey())));
    assertThrows(
        CheckFailedException.class, () -> events.get(1).verifyProduced(producer.verifierKey()));
  }

  @Test
  void producersAreWhatTheServerClaims() throws Exception {
    String vkey = SigningKey.generate("orders", KeyType.ED25519).verifierKey().toString();
    log.lies()
        .tell(
            ListProducersResponse.class,
            truth ->
                truth.toBuilder()
                    .addProducers(
                        Producer.newBuilder().setName("orders").setVkey(vkey).setEventCount(7))
                    .build());
    ProducerCursor producers = events.producers("ord");
    assertEquals(10, producers.searchedSize());
    ClaimedProducer producer = producers.next().orElseThrow();
    assertEquals("orders", producer.name());
    assertEquals(7, producer.eventCount());
    assertTrue(producers.next().isEmpty());
    assertThrows(CheckFailedException.class, () -> events.producers("other"));
  }

  @Test
  void recordedEventsAreVerifiedOneByOne() throws Exception {
    AuditEvent bad = TestEvents.event(9).toBuilder().clearAction().build();
    try (EventRecording recording = events.record(Ack.SIGNED)) {
      recording.send(List.of(TestEvents.event(8), bad, TestEvents.event(2), TestEvents.event(10)));
      assertEquals(4, recording.inFlight());
      List<Outcome> outcomes = recording.take();
      assertEquals(4, outcomes.size());
      assertTrue(outcomes.get(0) instanceof Outcome.Placed placed && placed.entry().index() == 10);
      assertTrue(outcomes.get(1) instanceof Outcome.Refused);
      assertTrue(outcomes.get(2) instanceof Outcome.Placed placed && placed.entry().index() == 3);
      assertTrue(outcomes.get(3) instanceof Outcome.Placed placed && placed.entry().index() == 11);
      assertEquals(0, recording.inFlight());
    }
    assertEquals(12, memory.newest(log.vkey()).orElseThrow().head().size());
    assertEquals(TestEvents.event(10), events.get(11).event());
  }
}
