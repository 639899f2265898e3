package dev.cairn.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import com.google.rpc.Code;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.client.Ack;
import dev.cairn.client.CheckFailedException;
import dev.cairn.client.RefusedException;
import dev.cairn.event.LoggedEntry;
import dev.cairn.event.seal.ProducerChain;
import dev.cairn.recorder.delivery.EventReceipt;
import dev.cairn.recorder.outbox.DeadLetter;
import dev.cairn.recorder.outbox.OutboxException;
import dev.cairn.recorder.outbox.OutboxLimits;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a service sees of recording. */
@Timeout(60)
final class AuditClientTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07.008Z");
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final SigningKey KEY = SigningKey.generate("orders-1", KeyType.ED25519);

  @TempDir Path folder;
  private FakeLog log;

  @BeforeEach
  void startLog() throws Exception {
    log = FakeLog.start();
  }

  @AfterEach
  void stopLog() throws Exception {
    log.close();
  }

  private AuditClientConfig config() {
    return AuditClientConfig.of(log.config(), folder)
        .withKey(KEY)
        .withClock(InstantSource.fixed(NOW));
  }

  private AuditClient open(AuditClientConfig config) throws OutboxException {
    return AuditClient.over(log.channel(), config);
  }

  private AuditClient open() throws OutboxException {
    return open(config());
  }

  private static AuditEvent event(String id) {
    return AuditEvents.event("/orders", "com.example.order.deleted", "delete")
        .id(id)
        .at(NOW)
        .by("user", "alice")
        .on("order", id)
        .succeeded();
  }

  private static EventReceipt receipt(CompletableFuture<EventReceipt> future) throws Exception {
    return future.get(LONG.toSeconds(), TimeUnit.SECONDS);
  }

  private static <T extends Throwable> T failure(Class<T> type, CompletableFuture<?> future) {
    ExecutionException failed =
        assertThrows(
            ExecutionException.class, () -> future.get(LONG.toSeconds(), TimeUnit.SECONDS));
    return assertInstanceOf(type, failed.getCause());
  }

  private static void reconciled(AuditClient client, long acknowledged) {
    Counters counters = client.counters();
    assertTrue(counters.reconcile(), counters.toString());
    assertEquals(acknowledged, counters.acknowledged(), counters.toString());
    assertEquals(client.outboxSize().events(), counters.spooled(), counters.toString());
    assertEquals(0, counters.waiting(), counters.toString());
  }

  @Test
  void aRecordedEventIsInTheLogWithItsBytesAndItsReceiptIsVerified() throws Exception {
    try (AuditClient client = open()) {
      EventReceipt receipt = receipt(client.record(event("a")));
      LoggedEntry entry = log.entries().get((int) receipt.index());
      assertEquals(event("a"), entry.event());
      assertEquals(Ack.SIGNED, receipt.ack());
      assertEquals(new TreeHasher().leaf(entry.toBytes()), receipt.leafHash());
      assertEquals(entry.form(), LoggedEntry.parse(receipt.entry().toByteArray()).form());
      assertFalse(receipt.deduplicated());
      assertTrue(client.flush(LONG));
      reconciled(client, 2);
      assertEquals(1, client.counters().own(), "the event that names the key");
    }
  }

  @Test
  void eventsComeInOrderAndTheirChainIsWhole() throws Exception {
    List<CompletableFuture<EventReceipt>> receipts = new ArrayList<>();
    try (AuditClient client = open()) {
      for (int i = 0; i < 1_000; i++) {
        receipts.add(client.record(event("e" + i)));
      }
      long index = 0;
      for (CompletableFuture<EventReceipt> future : receipts) {
        assertEquals(++index, receipt(future).index());
      }
      assertTrue(client.flush(LONG));
      reconciled(client, 1_001);
    }
    ProducerChain chain = log.soundChain("orders-1");
    assertEquals(List.of(), chain.findings());
    assertEquals(1_001, chain.nextSequence());
    assertEquals(KEY.verifierKey(), chain.key().orElseThrow());
  }

  @Test
  void unsealedEventsAreRecordedWithoutAKey() throws Exception {
    AuditClientConfig unsealed = AuditClientConfig.of(log.config(), folder);
    try (AuditClient client = open(unsealed)) {
      EventReceipt receipt = receipt(client.record(event("a")));
      assertTrue(log.entries().get((int) receipt.index()).link().isEmpty());
      assertTrue(client.flush(LONG));
      reconciled(client, 1);
    }
  }

  @Test
  void anEventWithoutIdAndTimeGetsThem() throws Exception {
    try (AuditClient client = open()) {
      AuditEvent bare = event("a").toBuilder().clearId().clearOccurredTime().build();
      receipt(client.record(bare));
      receipt(client.record(bare));
      AuditEvent logged = log.events().get(0);
      assertTrue(
          logged.getId().matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-.*"));
      assertEquals(NOW.getEpochSecond(), logged.getOccurredTime().getSeconds());
      assertEquals(NOW.getNano(), logged.getOccurredTime().getNanos());
    }
  }

  @Test
  void aBadEventIsRefusedWithItsFieldsBeforeAnythingIsSent() throws Exception {
    try (AuditClient client = open()) {
      AuditEvent bad = event("a").toBuilder().setSource("").build();
      InvalidEventException refused =
          assertThrows(InvalidEventException.class, () -> client.record(bad));
      assertEquals("source", refused.problems().getFirst().path());
      assertEquals(0, client.counters().offered());
      assertEquals(0, log.entries().size());
    }
  }

  @Test
  void attributesAreSortedByTheBuilder() throws Exception {
    AuditEvent event =
        AuditEvents.event("/orders", "com.example.order.deleted", "delete")
            .by("user", "alice")
            .attribute("b", 1)
            .attribute("a", "x")
            .attribute("B", true)
            .succeeded();
    try (AuditClient client = open()) {
      receipt(client.record(event));
      assertEquals(
          List.of("B", "a", "b"),
          log.events().getFirst().getAttributesList().stream().map(a -> a.getName()).toList());
    }
  }

  @Test
  void spooledEventsAreDurableWhileTheLogIsGoneAndAreDeliveredLater() throws Exception {
    log.kill();
    try (AuditClient client = open()) {
      for (int i = 0; i < 100; i++) {
        client.spool(event("e" + i)).get(LONG.toSeconds(), TimeUnit.SECONDS);
      }
      assertEquals(100, client.counters().spooled() - client.counters().own());
      reconciled(client, 0);
      log.serve();
      assertTrue(client.flush(LONG));
      reconciled(client, 101);
    }
    assertEquals(100, log.events().size());
  }

  @Test
  void whatAnEarlierLifeLeftIsDelivered() throws Exception {
    log.kill();
    CompletableFuture<EventReceipt> unknown;
    try (AuditClient first = open()) {
      unknown = first.record(event("a"));
      first.spool(event("b")).get(LONG.toSeconds(), TimeUnit.SECONDS);
      first.close(Duration.ofMillis(10));
    }
    failure(NotYetLoggedException.class, unknown);
    log.serve();
    try (AuditClient second = open()) {
      receipt(second.record(event("c")));
      assertTrue(second.flush(LONG));
      assertEquals(3, second.counters().recovered());
      assertEquals(1, second.counters().offered());
      reconciled(second, 4);
    }
    assertEquals(List.of("a", "b", "c"), log.events().stream().map(AuditEvent::getId).toList());
    assertEquals(List.of(), log.soundChain("orders-1").findings());
  }

  @Test
  void lostRepliesLoseAndDoubleNothing() throws Exception {
    log.set(() -> log.breaksAfterAppending = 3);
    try (AuditClient client = open()) {
      List<CompletableFuture<EventReceipt>> receipts = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        receipts.add(client.record(event("e" + i)));
      }
      for (int i = 0; i < 200; i++) {
        EventReceipt receipt = receipt(receipts.get(i));
        assertEquals("e" + i, log.entries().get((int) receipt.index()).event().getId());
      }
      assertTrue(client.flush(LONG));
      reconciled(client, 201);
      assertEquals(1, client.counters().own(), "its own earlier entries explain nothing");
    }
    assertEquals(200, log.events().size());
    assertEquals(List.of(), log.soundChain("orders-1").findings());
    assertTrue(log.streams() > 3);
  }

  @Test
  void aSilentLogIsGivenUpAndAskedAgain() throws Exception {
    log.set(() -> log.silent = true);
    AuditClientConfig hasty =
        AuditClientConfig.of(log.config(Duration.ofMillis(300)), folder).withKey(KEY);
    try (AuditClient client = open(hasty)) {
      CompletableFuture<EventReceipt> receipt = client.record(event("a"));
      while (log.streams() < 2) {
        Thread.onSpinWait();
      }
      log.set(() -> log.silent = false);
      receipt(receipt);
      assertTrue(client.flush(LONG));
      reconciled(client, 2);
    }
  }

  @Test
  void oneCreditIsEnough() throws Exception {
    log.set(() -> log.credit = 1);
    try (AuditClient client = open()) {
      for (int i = 0; i < 20; i++) {
        receipt(client.record(event("e" + i)));
      }
    }
    assertEquals(20, log.events().size());
    assertEquals(1, log.maxUnacknowledged());
  }

  @Test
  void aRefusedEventBecomesADeadLetterItsGapIsExplainedAndTheStreamGoesOn() throws Exception {
    log.set(
        () ->
            log.refusal =
                event ->
                    event.getId().equals("bad")
                        ? Optional.of(FakeLog.status(Code.INVALID_ARGUMENT, "INVALID_REQUEST"))
                        : Optional.empty());
    try (AuditClient client = open()) {
      CompletableFuture<EventReceipt> before = client.record(event("a"));
      CompletableFuture<EventReceipt> bad = client.record(event("bad"));
      CompletableFuture<EventReceipt> after = client.record(event("b"));
      receipt(before);
      receipt(after);
      assertEquals("INVALID_REQUEST", failure(RefusedException.class, bad).reason());
      DeadLetter letter = client.deadLetters().list(0, 10).getFirst();
      assertEquals(event("bad"), letter.event());
      assertEquals("INVALID_REQUEST", letter.reason());
      assertEquals(2, letter.sequence().getAsLong());
      assertTrue(client.flush(LONG));
      assertEquals(1, client.counters().deadLettered());
      reconciled(client, 4);
    }
    ProducerChain chain = log.soundChain("orders-1");
    assertEquals(1, chain.findings().getFirst().getSettledCount());
  }

  @Test
  void closingDoesNotInterruptThoseWhoAreToldOfAReceipt() throws Exception {
    CountDownLatch told = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AuditClient client = open();
    CompletableFuture<Boolean> isInterrupted =
        client
            .record(event("a"))
            .thenApply(
                _ -> {
                  told.countDown();
                  try {
                    return !goOn.await(LONG.toSeconds(), TimeUnit.SECONDS);
                  } catch (InterruptedException e) {
                    return true;
                  }
                });
    assertTrue(told.await(LONG.toSeconds(), TimeUnit.SECONDS));
    Thread closing =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    client.close(LONG);
                  } catch (OutboxException e) {
                    throw new IllegalStateException(e);
                  }
                });
    while (closing.getState() != Thread.State.WAITING && closing.isAlive()) {
      Thread.onSpinWait(); // until all is flushed, and it waits for those who are told
    }
    goOn.countDown();
    closing.join();
    assertFalse(isInterrupted.get(LONG.toSeconds(), TimeUnit.SECONDS));
  }

  @Test
  void closingDeliversWhatExplainsARefusalToo() throws Exception {
    log.set(
        () ->
            log.refusal =
                event ->
                    OwnEvents.isOwn(event)
                        ? Optional.empty()
                        : Optional.of(FakeLog.status(Code.INVALID_ARGUMENT, "INVALID_REQUEST")));
    AuditClient client = open();
    for (int i = 0; i < 100; i++) {
      var _ = client.spool(event("e" + i));
    }
    client.close(LONG);
    assertEquals(100, client.counters().deadLettered());
    assertEquals(0, client.counters().spooled(), client.counters().toString());
    log.soundChain("orders-1");
  }

  @Test
  void aDeadLetterCanBeReplayedOnceTheReasonIsGone() throws Exception {
    log.set(
        () ->
            log.refusal =
                event ->
                    OwnEvents.isOwn(event)
                        ? Optional.empty()
                        : Optional.of(FakeLog.status(Code.FAILED_PRECONDITION, "NOT_NOW")));
    try (AuditClient client = open()) {
      failure(RefusedException.class, client.record(event("a")));
      long letter = client.deadLetters().list(0, 1).getFirst().id();
      log.set(() -> log.refusal = _ -> Optional.empty());
      EventReceipt receipt = receipt(client.replay(letter));
      assertEquals(event("a"), log.entries().get((int) receipt.index()).event());
      assertEquals(0, client.deadLetters().count());
      assertThrows(IllegalArgumentException.class, () -> client.replay(letter));
      assertTrue(client.flush(LONG));
      reconciled(client, 3);
    }
    log.soundChain("orders-1");
  }

  @Test
  void anOverloadedLogIsAskedAgainInOrder() throws Exception {
    int[] refusals = {3};
    log.set(
        () ->
            log.refusal =
                event ->
                    event.getId().equals("e5") && refusals[0]-- > 0
                        ? Optional.of(FakeLog.status(Code.RESOURCE_EXHAUSTED, "QUEUE_FULL"))
                        : Optional.empty());
    try (AuditClient client = open()) {
      List<CompletableFuture<EventReceipt>> receipts = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        receipts.add(client.record(event("e" + i)));
      }
      for (CompletableFuture<EventReceipt> each : receipts) {
        receipt(each);
      }
      assertEquals(0, client.deadLetters().count());
      assertTrue(client.flush(LONG));
      reconciled(client, 11);
    }
    assertEquals(10, log.events().size());
    log.soundChain("orders-1");
  }

  @ParameterizedTest
  @CsvSource({
    "FAILED_PRECONDITION, PRODUCER_UNKNOWN",
    "INVALID_ARGUMENT, SEAL_INVALID",
    "FAILED_PRECONDITION, PRODUCERS_FULL"
  })
  void whatSpeaksOfTheKeyMakesNoDeadLetters(Code code, String reason) throws Exception {
    try (AuditClient client = open()) {
      receipt(client.record(event("a")));
      log.set(() -> log.runRefusal = _ -> Optional.of(FakeLog.status(code, reason)));
      List<CompletableFuture<EventReceipt>> receipts = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        receipts.add(client.record(event("e" + i)));
      }
      assertEquals(reason, refusal(client).reason());
      log.set(() -> log.runRefusal = _ -> Optional.empty());
      for (CompletableFuture<EventReceipt> each : receipts) {
        receipt(each);
      }
      assertEquals(Optional.empty(), client.trouble());
      assertEquals(0, client.deadLetters().count());
      assertTrue(client.flush(LONG));
      reconciled(client, 12);
    }
    assertEquals(List.of(), log.soundChain("orders-1").findings());
  }

  @Test
  void aRefusedKeyEventIsSentAgainWhateverTheReason() throws Exception {
    log.set(
        () ->
            log.refusal =
                event ->
                    OwnEvents.isOwn(event)
                        ? Optional.of(FakeLog.status(Code.INVALID_ARGUMENT, "INVALID_REQUEST"))
                        : Optional.empty());
    try (AuditClient client = open()) {
      CompletableFuture<EventReceipt> receipt = client.record(event("a"));
      assertEquals("INVALID_REQUEST", refusal(client).reason());
      log.set(() -> log.refusal = _ -> Optional.empty());
      receipt(receipt);
      assertEquals(0, client.deadLetters().count());
      assertTrue(client.flush(LONG));
      reconciled(client, 2);
    }
    assertEquals(List.of(), log.soundChain("orders-1").findings());
  }

  @Test
  void troubleStaysWhileTheFirstEventIsRefusedAgainAndAgain() throws Exception {
    log.set(
        () ->
            log.runRefusal =
                _ -> Optional.of(FakeLog.status(Code.FAILED_PRECONDITION, "PRODUCER_UNKNOWN")));
    try (AuditClient client = open()) {
      CompletableFuture<EventReceipt> receipt = client.record(event("a"));
      RefusedException first = refusal(client);
      while (client.trouble().orElseThrow() == first) { // it is there at all times
        Thread.onSpinWait();
      }
      assertEquals("PRODUCER_UNKNOWN", refusal(client).reason());
      log.set(() -> log.runRefusal = _ -> Optional.empty());
      receipt(receipt);
    }
  }

  private static RefusedException refusal(AuditClient client) {
    while (client.trouble().isEmpty()) {
      Thread.onSpinWait();
    }
    return assertInstanceOf(RefusedException.class, client.trouble().orElseThrow());
  }

  private static UnknownFieldSet nested(int depth) {
    UnknownFieldSet group = UnknownFieldSet.getDefaultInstance();
    for (int i = 0; i < depth; i++) {
      Field field = Field.newBuilder().addGroup(group).build();
      group = UnknownFieldSet.newBuilder().addField(1_000, field).build();
    }
    return group;
  }

  private static UnknownFieldSet aFieldForTheSecondTime() {
    Field field = Field.newBuilder().addLengthDelimited(ByteString.copyFromUtf8("x")).build();
    return UnknownFieldSet.newBuilder().addField(AuditEvent.ID_FIELD_NUMBER, field).build();
  }

  static List<UnknownFieldSet> whatNoParserTakes() {
    return List.of(nested(17), nested(200), aFieldForTheSecondTime());
  }

  @ParameterizedTest
  @MethodSource("whatNoParserTakes")
  void anEventThatTheLogsParserRefusesIsRefusedBeforeAnythingIsSent(UnknownFieldSet strange)
      throws Exception {
    try (AuditClient client = open()) {
      AuditEvent bad = event("bad").toBuilder().setUnknownFields(strange).build();
      InvalidEventException refused =
          assertThrows(InvalidEventException.class, () -> client.record(bad));
      assertEquals("", refused.problems().getFirst().path());
      assertEquals(0, client.counters().offered());
      receipt(client.record(event("a")));
    }
  }

  @Test
  void anEventWithFieldsOfANewerContractIsRecorded() throws Exception {
    AuditEvent newer = event("a").toBuilder().setUnknownFields(nested(3)).build();
    try (AuditClient client = open()) {
      receipt(client.record(newer));
    }
    assertEquals(List.of(newer), log.events());
  }

  @Test
  void aFailureOfTheClientFailsTheEventsInHandAndNoLaterOnes() throws Exception {
    AtomicBoolean fails = new AtomicBoolean();
    InstantSource clock =
        () -> {
          if (fails.get()) {
            throw new IllegalStateException("no time");
          }
          return NOW;
        };
    MemoryLimits one = new MemoryLimits(1, 1 << 20, 100, 1 << 20, 100, 100);
    AuditClientConfig config =
        config().withClock(clock).withMemory(one).withPressure(Pressure.BLOCK, LONG);
    try (AuditClient client = open(config)) {
      receipt(client.record(event("a")));
      assertTrue(client.flush(LONG));
      fails.set(true);
      failure(IllegalStateException.class, client.spool(event("b")));
      failure(IllegalStateException.class, client.record(event("c")));
      assertEquals(2, client.counters().failed());
      fails.set(false);
      receipt(client.record(event("d")));
      assertTrue(client.flush(LONG));
      reconciled(client, 3);
    }
    assertEquals(List.of("a", "d"), log.events().stream().map(AuditEvent::getId).toList());
    assertEquals(List.of(), log.soundChain("orders-1").findings());
  }

  @Test
  void withFailEventsFailWithTheReasonOnceTheLogHasLied() throws Exception {
    log.set(
        () ->
            log.lie =
                truth -> truth.toBuilder().setCheckpoint(FakeLies.otherTree(log, truth)).build());
    try (AuditClient client = open(config().withPressure(Pressure.FAIL, LONG))) {
      failure(CheckFailedException.class, client.record(event("a")));
      failure(CheckFailedException.class, client.record(event("b")));
      assertEquals(1, client.counters().failed());
      assertEquals(2, client.outboxSize().events());
      reconciled(client, 0);
    }
  }

  @Test
  void withFailEventsFailWithTheReasonOnceTheOutboxCannotBeRead() throws Exception {
    log.kill();
    try (AuditClient client = open()) {
      client.spool(event("a")).get(LONG.toSeconds(), TimeUnit.SECONDS);
      client.close(Duration.ZERO);
    }
    try (Connection file =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("outbox.db"));
        Statement statement = file.createStatement()) {
      assertEquals(2, statement.executeUpdate("UPDATE runs SET checksum = checksum + 1"));
    }
    log.serve();
    try (AuditClient client = open(config().withPressure(Pressure.FAIL, LONG))) {
      while (!(client.trouble().orElse(null) instanceof OutboxException)) {
        Thread.onSpinWait();
      }
      failure(OutboxException.class, client.record(event("b")));
      assertEquals(1, client.counters().failed());
      assertEquals(2, client.outboxSize().events());
      reconciled(client, 0);
    }
  }

  @Test
  void anEventThatAnotherHasRecordedIsAcknowledgedAndItsSequenceExplained() throws Exception {
    new FakeAuditService(log).logUnsealed(event("a"));
    try (AuditClient client = open()) {
      EventReceipt receipt = receipt(client.record(event("a")));
      assertEquals(0, receipt.index());
      assertTrue(receipt.deduplicated());
      receipt(client.record(event("b")));
      assertTrue(client.flush(LONG));
      assertEquals(2, client.counters().own());
      reconciled(client, 4);
    }
    assertEquals(2, log.events().size());
    log.soundChain("orders-1");
  }

  @Test
  void anotherEventUnderAUsedIdIsADeadLetter() throws Exception {
    new FakeAuditService(log).logUnsealed(event("a"));
    try (AuditClient client = open()) {
      AuditEvent other = event("a").toBuilder().setAction("restore").build();
      RefusedException refused = failure(RefusedException.class, client.record(other));
      assertEquals("EVENT_ID_REUSED", refused.reason());
      assertEquals(1, client.deadLetters().count());
    }
    log.soundChain("orders-1");
  }

  @Test
  void aLogThatLiesIsNotBelievedAndNothingIsLost() throws Exception {
    log.set(
        () ->
            log.lie =
                truth -> truth.toBuilder().setCheckpoint(FakeLies.otherTree(log, truth)).build());
    try (AuditClient client = open()) {
      failure(CheckFailedException.class, client.record(event("a")));
      assertInstanceOf(CheckFailedException.class, client.trouble().orElseThrow());
      failure(CheckFailedException.class, client.record(event("b")));
      assertEquals(3, client.outboxSize().events());
      reconciled(client, 0);
    }
    log.set(() -> log.lie = truth -> truth);
    try (AuditClient client = open()) {
      assertTrue(client.flush(LONG));
      reconciled(client, 3);
    }
    assertEquals(2, log.events().size());
  }

  @Test
  void anotherKeyOfTheProducerIsNamedByTheOldOne() throws Exception {
    SigningKey next = SigningKey.generate("orders-1", KeyType.ED25519);
    try (AuditClient client = open()) {
      receipt(client.record(event("a")));
      receipt(client.rotateKey(next));
      receipt(client.record(event("b")));
    }
    assertEquals(next.verifierKey(), log.soundChain("orders-1").key().orElseThrow());
    assertThrows(IllegalArgumentException.class, this::open);
    try (AuditClient client = open(config().withKey(next))) {
      receipt(client.record(event("c")));
    }
    assertEquals(List.of(), log.soundChain("orders-1").findings());
  }

  @Test
  void aFullOutboxFailsEventsAndNeverDropsThem() throws Exception {
    log.kill();
    AuditClientConfig small = config().withLimits(OutboxLimits.of(4_000));
    List<CompletableFuture<EventReceipt>> receipts = new ArrayList<>();
    try (AuditClient client = open(small)) {
      for (int i = 0; i < 50; i++) {
        receipts.add(client.record(event("e" + i)));
        assertFalse(client.flush(Duration.ZERO));
      }
      failure(OutboxFullException.class, receipts.getLast());
      log.serve();
      assertTrue(client.flush(LONG));
      Counters counters = client.counters();
      assertTrue(counters.failed() > 0 && counters.acknowledged() > 1, counters.toString());
      assertEquals(50, counters.offered() - counters.own());
      reconciled(client, counters.acknowledged());
      assertEquals(counters.acknowledged() - counters.own(), log.events().size());
    }
    for (CompletableFuture<EventReceipt> each : receipts) {
      assertTrue(each.isDone());
    }
    log.soundChain("orders-1");
  }

  @Test
  void withBlockAnEventWaitsForRoomInTheOutbox() throws Exception {
    log.kill();
    AuditClientConfig small =
        config().withLimits(OutboxLimits.of(4_000)).withPressure(Pressure.BLOCK, LONG);
    List<CompletableFuture<EventReceipt>> receipts = new ArrayList<>();
    try (AuditClient client = open(small)) {
      for (int i = 0; i < 50; i++) {
        receipts.add(client.record(event("e" + i)));
      }
      log.serve();
      for (CompletableFuture<EventReceipt> each : receipts) {
        receipt(each);
      }
      assertTrue(client.flush(LONG));
      assertEquals(0, client.counters().failed());
      reconciled(client, 51);
    }
  }

  @Test
  void withBlockAnEventFailsOnceItsPatienceIsOver() throws Exception {
    log.kill();
    AuditClientConfig small =
        config()
            .withLimits(OutboxLimits.of(700))
            .withPressure(Pressure.BLOCK, Duration.ofMillis(50));
    try (AuditClient client = open(small)) {
      CompletableFuture<EventReceipt> last = client.record(event("e"));
      for (int i = 0; i < 10; i++) {
        last = client.record(event("e" + i));
      }
      failure(OutboxFullException.class, last);
      assertTrue(client.counters().reconcile());
      client.close(Duration.ZERO);
    }
  }

  @Test
  void withFailEventsFailAtOnceWhileTheLogCannotBeReached() throws Exception {
    log.kill();
    AuditClientConfig failing = config().withPressure(Pressure.FAIL, LONG);
    try (AuditClient client = open(failing)) {
      while (client.trouble().isEmpty()) {
        Thread.onSpinWait();
      }
      failure(dev.cairn.client.UnreachableException.class, client.record(event("a")));
      assertEquals(1, client.counters().failed());
      reconciled(client, 0);
      log.serve();
      while (client.trouble().isPresent()) {
        Thread.onSpinWait();
      }
      receipt(client.record(event("b")));
    }
    assertEquals(List.of("b"), log.events().stream().map(AuditEvent::getId).toList());
  }

  @Test
  void receiptsBeyondTheirBoundAreNotWaitedFor() throws Exception {
    log.kill();
    MemoryLimits few = new MemoryLimits(100, 1 << 20, 100, 1 << 20, 100, 2);
    try (AuditClient client = open(config().withMemory(few))) {
      CompletableFuture<EventReceipt> first = client.record(event("a"));
      CompletableFuture<EventReceipt> second = client.record(event("b"));
      failure(NotYetLoggedException.class, client.record(event("c")));
      log.serve();
      receipt(first);
      receipt(second);
      assertTrue(client.flush(LONG));
      reconciled(client, 4);
    }
  }

  @Test
  void aBacklogBeyondMemoryIsReadBackFromTheOutbox() throws Exception {
    log.kill();
    MemoryLimits tiny = new MemoryLimits(1_000, 1 << 20, 50, 2_000, 100, 10_000);
    try (AuditClient client = open(config().withMemory(tiny))) {
      List<CompletableFuture<EventReceipt>> receipts = new ArrayList<>();
      for (int i = 0; i < 3_000; i++) {
        receipts.add(client.record(event("e" + i)));
        if (i == 1_000) {
          log.serve();
        }
      }
      for (CompletableFuture<EventReceipt> each : receipts) {
        receipt(each);
      }
      assertTrue(client.flush(LONG));
      reconciled(client, 3_001);
    }
    assertEquals(List.of(), log.soundChain("orders-1").findings());
  }

  @Test
  void aClosedClientTakesNothing() throws Exception {
    AuditClient client = open();
    client.close();
    client.close();
    assertThrows(IllegalStateException.class, () -> client.record(event("a")));
  }

  @Test
  void anotherProducersOutboxIsNotOpened() throws Exception {
    try (AuditClient client = open()) {
      receipt(client.record(event("a")));
    }
    SigningKey other = SigningKey.generate("orders-2", KeyType.ED25519);
    assertThrows(IllegalArgumentException.class, () -> open(config().withKey(other)));
    try (AuditClient client = open()) {
      receipt(client.record(event("b")));
    }
  }
}
