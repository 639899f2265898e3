package dev.cairn.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.checkpoint.TlogProof;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the client does with an honest log. */
@Timeout(60)
class LogClientTest {
  private final HeapMemory memory = new HeapMemory();
  private TestLog log;
  private LogClient client;

  @BeforeEach
  void start() {
    log = TestLog.start(TestLog.numbered(7));
    client = log.client(memory);
  }

  @AfterEach
  void stop() {
    client.close();
    log.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static Hash leaf(String text) {
    return new TreeHasher().leaf(bytes(text));
  }

  private long remembered() {
    return memory.newest(log.vkey()).map(head -> head.head().size()).orElse(-1L);
  }

  @Test
  void signedReceiptIsProvedAndRemembered() throws Exception {
    Receipt.Signed receipt =
        assertInstanceOf(Receipt.Signed.class, client.append(bytes("entry 7")));

    assertEquals(new Appended(7, leaf("entry 7"), Ack.SIGNED, false), receipt.appended());
    assertEquals(log.head(8), receipt.inclusion().checkpoint().head());
    assertEquals(8, remembered());
    TlogProof bundle = TlogProof.parse(receipt.toTlogProof().toBytes());
    assertEquals(log.head(8), bundle.verify(leaf("entry 7"), log.vkey()).head());
  }

  @Test
  void durableReceiptMovesNoMemory() throws Exception {
    Receipt receipt = client.append(bytes("entry 7"), AppendOptions.DURABLE);

    assertInstanceOf(Receipt.Durable.class, receipt);
    assertEquals(new Appended(7, leaf("entry 7"), Ack.DURABLE, false), receipt.appended());
    assertEquals(-1, remembered());
  }

  @Test
  void sameKeyAppendsOnce() throws Exception {
    AppendOptions options = AppendOptions.SIGNED.withKey("k");
    assertFalse(client.append(bytes("once"), options).appended().deduplicated());
    log.publish("in between");
    Receipt again = client.append(bytes("once"), options);

    assertEquals(new Appended(7, leaf("once"), Ack.SIGNED, true), again.appended());
    RefusedException refused =
        assertThrows(RefusedException.class, () -> client.append(bytes("other"), options));
    assertEquals("IDEMPOTENCY_KEY_REUSED", refused.reason());
    assertEquals("7", refused.metadata().get("index"));
  }

  @Test
  void withoutKeyTheSameEntryIsAppendedTwice() throws Exception {
    assertEquals(7, client.append(bytes("twice")).index());
    assertEquals(8, client.append(bytes("twice")).index());
  }

  @Test
  void batchIsProvedAsAWhole() throws Exception {
    log.publish("someone", "else's");
    BatchReceipt receipt = client.appendAll(TestLog.bytes("a", "b", "c"));

    assertEquals(
        List.of(
            new Appended(9, leaf("a"), Ack.SIGNED, false),
            new Appended(10, leaf("b"), Ack.SIGNED, false),
            new Appended(11, leaf("c"), Ack.SIGNED, false)),
        receipt.entries());
    assertEquals(12, remembered());
  }

  @Test
  void entriesOfNoSizeOrTooLargeAreTheCallersMistake() {
    assertThrows(IllegalArgumentException.class, () -> client.append(new byte[0]));
    assertThrows(
        IllegalArgumentException.class,
        () -> client.append(new byte[LogClient.MAX_ENTRY_BYTES + 1]));
    assertThrows(IllegalArgumentException.class, () -> client.appendAll(List.of()));
    assertEquals(7, log.size());
  }

  @Test
  void refusalTellsFieldsReasonAndDelay() {
    AppendOptions options = AppendOptions.SIGNED.withKey("k".repeat(129));
    RefusedException refused =
        assertThrows(RefusedException.class, () -> client.append(bytes("x"), options));

    assertEquals("INVALID_REQUEST", refused.reason());
    assertEquals(
        List.of(new RefusedException.FieldViolation("idempotency_key", "too long")),
        refused.violations());
    assertEquals(2, refused.retryDelay().orElseThrow().toSeconds());
  }

  @Test
  void everyEntryIsGot() throws Exception {
    for (int i = 0; i < 7; i++) {
      LoggedEntry entry = client.get(i);
      assertEquals(i, entry.index());
      assertArrayEquals(bytes("entry " + i), entry.data());
    }
    log.append("entry 7"); // no checkpoint covers it yet
    assertArrayEquals(bytes("entry 7"), client.get(7).data());
    RefusedException beyond = assertThrows(RefusedException.class, () -> client.get(8));
    assertEquals("8", beyond.metadata().get("tree_size"));
  }

  @Test
  void everyRangeIsRead() throws Exception {
    for (int start = 0; start <= 7; start++) {
      for (int end = start; end <= 7; end++) {
        List<Long> indexes = new ArrayList<>();
        try (EntryCursor entries = client.entries(start, end)) {
          for (var next = entries.next(); next.isPresent(); next = entries.next()) {
            assertArrayEquals(bytes("entry " + next.get().index()), next.get().data());
            indexes.add(next.get().index());
          }
        }
        List<Long> expected = new ArrayList<>();
        for (long i = start; i < end; i++) {
          expected.add(i);
        }
        assertEquals(expected, indexes);
      }
    }
  }

  /** What it costs: one consistency proof a run at the most, and one inclusion proof a range. */
  @Test
  void rangesAreVerifiedByFewCalls() throws Exception {
    client.checkpoint();
    int before = log.calls();
    try (EntryCursor entries = client.entries(0, 7)) {
      while (entries.next().isPresent()) {
        assertTrue(log.calls() - before <= 3, "three messages, the last up to the head");
      }
    }
    before = log.calls();
    try (EntryCursor entries = client.entries(1, 7)) {
      while (entries.next().isPresent()) {
        assertTrue(log.calls() - before <= 3, "two messages, the last up to the head");
      }
    }
  }

  @Test
  void tailFollowsFromBeyondTheTree() throws Exception {
    try (EntryCursor entries = client.tail(8)) {
      log.publish("entry 7", "entry 8");
      assertEquals(8, entries.next().orElseThrow().index());
      log.publish("entry 9", "entry 10");
      log.publish("entry 11");
      for (long index = 9; index <= 11; index++) {
        LoggedEntry entry = entries.next().orElseThrow();
        assertEquals(index, entry.index());
        assertArrayEquals(bytes("entry " + index), entry.data());
      }
    }
  }

  @Test
  void closingWakesWhoeverWaitsForTheTail() throws Exception {
    EntryCursor entries = client.tail(7);
    CompletableFuture<Optional<LoggedEntry>> waiting = new CompletableFuture<>();
    Thread reader =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    waiting.complete(entries.next());
                  } catch (LogException e) {
                    waiting.completeExceptionally(e);
                  }
                });
    while (reader.getState() == Thread.State.RUNNABLE) {
      Thread.onSpinWait();
    }
    entries.close();
    assertTrue(waiting.get(10, TimeUnit.SECONDS).isEmpty());
  }

  @Test
  void inclusionIsProvedByIndexAndByLeafHash() throws Exception {
    Inclusion byIndex = client.inclusion(3);
    assertEquals(leaf("entry 3"), byIndex.leafHash());
    assertEquals(byIndex, client.inclusion(leaf("entry 3")));
    client.prove(3).verify(leaf("entry 3"), log.vkey());

    RefusedException unknown =
        assertThrows(RefusedException.class, () -> client.inclusion(leaf("never logged")));
    assertEquals("LEAF_HASH_NOT_FOUND", unknown.reason());
  }

  @Test
  void checkpointsAreHadBySizeListedAndWatched() throws Exception {
    for (int i = 7; i < 12; i++) {
      log.publish("entry " + i);
    }
    assertEquals(log.head(12), client.checkpoint().head());
    assertEquals(log.head(8), client.checkpoint(8).head());
    assertEquals(12, remembered());
    assertThrows(RefusedException.class, () -> client.checkpoint(3));

    List<Long> sizes = new ArrayList<>();
    try (CheckpointCursor kept = client.checkpoints(8)) {
      for (var next = kept.next(); next.isPresent(); next = kept.next()) {
        sizes.add(next.get().head().size());
      }
    }
    assertEquals(List.of(8L, 9L, 10L, 11L, 12L), sizes);

    try (CheckpointCursor published = client.watchCheckpoints()) {
      assertEquals(12, published.next().orElseThrow().head().size());
      log.publish("entry 12");
      assertEquals(13, published.next().orElseThrow().head().size());
      assertEquals(13, remembered());
    }
  }

  @Test
  void stateSaysHowFarTheLogIs() throws Exception {
    log.append("not covered");
    LogState state = client.state();
    assertEquals(7, state.checkpoint().head().size());
    assertEquals(8, state.claimedDurableSize());
    assertEquals(8, state.claimedIndexedSize());
  }

  @Test
  void consistencyIsProvedBetweenAnyHeads() throws Exception {
    for (int first = 0; first <= 7; first++) {
      for (int second = first; second <= 7; second++) {
        client.consistency(log.head(first), log.head(second)); // throws unless proved
      }
    }
  }

  @Test
  void emptyLogHasACheckpointToo() throws Exception {
    try (TestLog empty = TestLog.start();
        LogClient reader = empty.client(memory)) {
      assertEquals(0, reader.checkpoint().head().size());
      assertEquals(0, reader.append(bytes("first")).index());
      assertEquals(1, reader.checkpoint().head().size());
    }
  }

  /** Receipts come out of order, so that older checkpoints follow newer ones; none is an alarm. */
  @Test
  void manyAppendsAtOnceAreAllVerified() throws Exception {
    AsyncLogClient async = client.async();
    List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      receipts.add(async.append(bytes("many " + i), AppendOptions.SIGNED));
    }
    boolean[] seen = new boolean[307];
    for (CompletableFuture<Receipt> receipt : receipts) {
      long index = assertInstanceOf(Receipt.Signed.class, receipt.get()).index();
      assertFalse(seen[(int) index]);
      seen[(int) index] = true;
    }
    assertEquals(307, remembered());
  }

  @Test
  void futuresGiveWhatTheMethodsGive() throws Exception {
    AsyncLogClient async = client.async();
    assertEquals(log.vkey(), async.trust().get().key());
    assertEquals(
        3,
        async.appendAll(TestLog.bytes("a", "b", "c"), AppendOptions.SIGNED).get().entries().size());
    SignedCheckpoint newest = async.checkpoint().get();
    assertEquals(newest, async.state().get().checkpoint());
    assertEquals(newest, async.checkpoint(10).get());
    assertArrayEquals(bytes("entry 2"), async.get(2).get().data());
    assertEquals(2, async.inclusion(2).get().index());
    assertEquals(2, async.inclusion(leaf("entry 2")).get().index());
    assertEquals(2, async.prove(2).get().index());
    assertFalse(async.consistency(log.head(3), newest.head()).get().isEmpty());
    List<LoggedEntry> entries = new ArrayList<>();
    assertEquals(10, async.entries(0, 10, entries::add).get());
    assertEquals(10, entries.size());
    List<SignedCheckpoint> kept = new ArrayList<>();
    assertEquals(2, async.checkpoints(0, kept::add).get());
    assertEquals(newest, kept.getLast());
    CompletableFuture<SignedCheckpoint> first = new CompletableFuture<>();
    CompletableFuture<Long> watch = async.watchCheckpoints(first::complete);
    assertEquals(newest, first.get());
    watch.cancel(true);
  }

  @Test
  void cancellingAFutureEndsItsCall() throws Exception {
    CompletableFuture<LoggedEntry> first = new CompletableFuture<>();
    CompletableFuture<Long> tail = client.async().tail(0, first::complete);
    first.get();
    tail.cancel(true);
    assertThrows(CancellationException.class, tail::get);
  }
}
