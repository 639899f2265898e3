package dev.cairn.server.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.LoggedEvent;
import dev.cairn.event.LoggedEntry;
import dev.cairn.event.seal.Collecting;
import dev.cairn.server.sequence.Append;
import dev.cairn.server.sequence.AppendOutcome;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CollectorTest {
  private static final SigningKey KEY = SigningKey.generate("example.com/log", KeyType.ED25519);
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000, 5);
  private static final Timestamp TIME =
      Timestamp.newBuilder().setSeconds(1_700_000_000).setNanos(5).build();

  private final List<LoggedEntry> submitted = new ArrayList<>();
  private final BlockingQueue<AppendOutcome> outcomes = new LinkedBlockingQueue<>();
  private final Set<String> withdrawn = ConcurrentHashMap.newKeySet();
  private final Semaphore open = new Semaphore(0);
  private final AtomicInteger fullTimes = new AtomicInteger();
  private final Collector collector = Collector.start("test", KEY, this::append, () -> NOW);

  /** The log: takes an append for each permit, once it has refused as often as it is to. */
  private void append(Append append) {
    if (fullTimes.getAndUpdate(times -> Math.max(0, times - 1)) > 0) {
      append.whenDecided().accept(new AppendOutcome.QueueFull());
      return;
    }
    open.acquireUninterruptibly();
    try {
      submitted.add(LoggedEntry.parse(append.entries().getFirst()));
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
    append.whenDecided().accept(new AppendOutcome.Durable(submitted.size() - 1, List.of(), false));
  }

  @AfterEach
  void stop() {
    open.release(1_000_000);
    collector.close();
  }

  private boolean offer(String id, int bytes) {
    return collector.offer(List.of(event(id, bytes)));
  }

  private CollectedEvent event(String id, int bytes) {
    AuditEvent event = AuditEvent.newBuilder().setId(id).setAction("x".repeat(bytes)).build();
    LoggedEvent form = LoggedEvent.newBuilder().setEvent(event.toByteString()).build();
    return new CollectedEvent(
        form,
        id,
        "10.0.0.7",
        Append.Goal.DURABLE,
        () -> withdrawn.contains(id),
        (_, outcome) -> outcomes.add(outcome));
  }

  private AppendOutcome outcome() throws InterruptedException {
    AppendOutcome outcome = outcomes.poll(10, TimeUnit.SECONDS);
    if (outcome == null) {
      throw new AssertionError("an event is not decided");
    }
    return outcome;
  }

  @Test
  void whatComesWhileARunIsSubmittedIsTheNextRunOf32AtMost() throws Exception {
    assertTrue(offer("first", 1));
    while (!open.hasQueuedThreads()) {
      Thread.onSpinWait();
    }
    for (int i = 0; i < 40; i++) {
      assertTrue(offer("later " + i, 1));
    }
    open.release(100);
    for (int i = 0; i < 41; i++) {
      assertInstanceOf(AppendOutcome.Durable.class, outcome());
    }
    assertEquals(
        List.of(1, 32, 8),
        submitted.stream()
            .map(entry -> entry.form().getCollectorSeal())
            .filter(seal -> seal.getPosition() == 0)
            .map(seal -> seal.getCount())
            .toList());
    for (LoggedEntry entry : submitted) {
      Collecting.verify(entry, KEY.verifierKey());
      assertEquals(TIME, entry.collection().getReceiveTime());
      assertEquals("10.0.0.7", entry.collection().getSubmitter());
    }
    assertEquals("later 39", submitted.getLast().event().getId());
  }

  @Test
  void whatComesTogetherIsOneRun() throws Exception {
    open.release(100);
    List<CollectedEvent> together = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      together.add(event("e" + i, 1));
    }
    assertTrue(collector.offer(together));
    for (int i = 0; i < 20; i++) {
      outcome();
    }
    assertEquals(20, submitted.getFirst().form().getCollectorSeal().getCount());
  }

  @Test
  void aFullLogHoldsEventsBackInTheirOrder() throws Exception {
    fullTimes.set(50);
    open.release(100);
    for (int i = 0; i < 3; i++) {
      assertTrue(offer("e" + i, 1));
    }
    for (int i = 0; i < 3; i++) {
      assertEquals(i, assertInstanceOf(AppendOutcome.Durable.class, outcome()).firstIndex());
    }
    assertEquals(
        List.of("e0", "e1", "e2"), submitted.stream().map(e -> e.event().getId()).toList());
  }

  @Test
  void whatIsWithdrawnIsNotSubmitted() throws Exception {
    assertTrue(offer("first", 1));
    while (!open.hasQueuedThreads()) {
      Thread.onSpinWait();
    }
    assertTrue(offer("second", 1));
    assertTrue(offer("third", 1));
    withdrawn.add("second");
    open.release(10);
    assertInstanceOf(AppendOutcome.Durable.class, outcome());
    assertInstanceOf(AppendOutcome.QueueFull.class, outcome());
    assertInstanceOf(AppendOutcome.Durable.class, outcome());
    assertEquals(
        List.of("first", "third"), submitted.stream().map(e -> e.event().getId()).toList());
  }

  @Test
  void moreThanMayWaitIsRefusedAtOnce() throws Exception {
    int accepted = 0;
    while (offer("e" + accepted, 60_000)) {
      accepted++;
    }
    assertTrue(accepted >= 550 && accepted <= 600, accepted + " events of 60 kB wait");
    open.release(1_000);
    for (int i = 0; i < accepted; i++) {
      outcome();
    }
    assertTrue(offer("again", 60_000));
  }

  @Test
  void whatWasAcceptedIsSubmittedBeforeTheEnd() throws Exception {
    for (int i = 0; i < 200; i++) {
      assertTrue(offer("e" + i, 1));
    }
    open.release(1_000);
    collector.close();
    assertEquals(200, outcomes.size());
    assertEquals(200, submitted.size());
    assertFalse(offer("late", 1));
    assertEquals(ByteString.copyFromUtf8("e199"), submitted.getLast().event().getIdBytes());
  }
}
