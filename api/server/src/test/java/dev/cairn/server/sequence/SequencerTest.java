package dev.cairn.server.sequence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.server.stop.StopCause;
import dev.cairn.server.store.Commit;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.PublishedCheckpoint;
import dev.cairn.server.store.Snapshot;
import dev.cairn.server.store.StoreException;
import dev.cairn.server.store.journal.Journal;
import dev.cairn.server.store.lmdb.LmdbLogStore;
import dev.cairn.server.thread.Threads;
import dev.cairn.tree.merkle.TreeHead;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SequencerTest {
  @TempDir Path temp;
  private final List<Long> heads = new CopyOnWriteArrayList<>();
  private final List<StopCause> stops = new CopyOnWriteArrayList<>();
  private FaultyStore store;
  private Journal journal;
  private Sequencer sequencer;

  @BeforeEach
  void start() throws IOException {
    LmdbLogStore.create(temp.resolve("store"), "example.com/log");
    store = new FaultyStore(LmdbLogStore.open(temp.resolve("store"), "example.com/log"));
    Journal.create(temp.resolve("journal"));
    journal = Journal.open(temp.resolve("journal"), store);
    start(SequencerLimits.DEFAULT);
  }

  private void start(SequencerLimits limits) {
    sequencer =
        new Sequencer(
            Threads.PLATFORM,
            "test",
            store,
            journal,
            limits,
            head -> heads.add(head.size()),
            stops::add);
    sequencer.start();
  }

  @AfterEach
  void stop() {
    store.go.release(1_000);
    sequencer.close();
    journal.close();
    store.close();
  }

  private CompletableFuture<AppendOutcome> submit(String... entries) {
    return submit(Append.Goal.CHECKPOINT, entries);
  }

  private CompletableFuture<AppendOutcome> submit(Append.Goal goal, String... entries) {
    CompletableFuture<AppendOutcome> outcome = new CompletableFuture<>();
    List<byte[]> bytes = new ArrayList<>();
    for (String entry : entries) {
      bytes.add(entry.getBytes(StandardCharsets.UTF_8));
    }
    sequencer.submit(new Append(bytes, Optional.empty(), goal, outcome::complete));
    return outcome;
  }

  private static AppendOutcome get(CompletableFuture<AppendOutcome> outcome) throws Exception {
    return outcome.get(10, TimeUnit.SECONDS);
  }

  private static long index(CompletableFuture<AppendOutcome> outcome) throws Exception {
    return ((AppendOutcome.Durable) get(outcome)).firstIndex();
  }

  @Test
  void whatArrivesDuringACommitIsOneBatch() throws Exception {
    store.hold();
    CompletableFuture<AppendOutcome> first = submit("a");
    store.awaitCommit();
    List<CompletableFuture<AppendOutcome>> later = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      later.add(submit("b" + i, "c" + i));
    }
    assertTrue(!first.isDone(), "nothing is acknowledged before its commit returns");
    store.go.release(2);
    assertEquals(0, index(first));
    for (int i = 0; i < 100; i++) {
      assertEquals(1 + 2L * i, index(later.get(i)));
    }
    assertEquals(List.of(1L, 201L), heads);
  }

  @Test
  void aFullQueueRefusesAtOnceAndForgetsNothing() throws Exception {
    sequencer.close();
    start(new SequencerLimits(3, 1_000, 10, 1_000));
    store.hold();
    CompletableFuture<AppendOutcome> first = submit("a");
    store.awaitCommit();
    CompletableFuture<AppendOutcome> second = submit("b", "c");
    assertInstanceOf(AppendOutcome.QueueFull.class, get(submit("d")));
    store.go.release(10);
    assertEquals(0, index(first));
    assertEquals(1, index(second));
    assertEquals(3, index(submit("e")));
    assertEquals(0, sequencer.pendingEntries());
  }

  @Test
  void whatNobodyWaitsForAnyMoreGetsNoPlace() throws Exception {
    CompletableFuture<AppendOutcome> first = submit("a");
    CompletableFuture<AppendOutcome> withdrawn = new CompletableFuture<>();
    sequencer.submit(
        new Append(
            List.of(new byte[1]),
            Optional.empty(),
            Append.Goal.CHECKPOINT,
            () -> true,
            withdrawn::complete));
    CompletableFuture<AppendOutcome> last = submit("b");
    assertEquals(0, index(first));
    assertEquals(1, index(last));
    assertInstanceOf(AppendOutcome.QueueFull.class, get(withdrawn));
    assertEquals(0, sequencer.pendingEntries());
  }

  @Test
  void tooManyBytesRefuseAtOnce() throws Exception {
    sequencer.close();
    start(new SequencerLimits(100, 10, 10, 1_000));
    assertInstanceOf(AppendOutcome.QueueFull.class, get(submit("x".repeat(11))));
    assertEquals(0, index(submit("x".repeat(10))));
  }

  @Test
  void aFullStoreRefusesTheBatchAndGoesOn() throws Exception {
    assertEquals(0, index(submit("a")));
    store.fail(StoreException.Kind.FULL);
    assertInstanceOf(AppendOutcome.StoreFull.class, get(submit("b")));
    assertEquals(1, index(submit("c")));
    assertEquals(List.of(), stops);
  }

  @Test
  void aBrokenStoreStopsTheLog() throws Exception {
    assertEquals(0, index(submit("a")));
    store.fail(StoreException.Kind.IO);
    AppendOutcome.Stopped lost = assertInstanceOf(AppendOutcome.Stopped.class, get(submit("b")));
    assertTrue(lost.mayBeDurable(), "a commit that failed may still have been written");
    AppendOutcome.Stopped later = assertInstanceOf(AppendOutcome.Stopped.class, get(submit("c")));
    assertTrue(!later.mayBeDurable());
    sequencer.close(); // the reason is told after the appends
    assertEquals(1, stops.size());
    assertEquals(List.of(1L), heads, "nothing is published after the fault");
  }

  @Test
  void whoWaitsForDurabilityDoesNotWaitForTheStore() throws Exception {
    store.hold();
    for (int i = 0; i < 20; i++) {
      assertEquals(i, index(submit(Append.Goal.DURABLE, "entry " + i)));
      assertEquals(i + 1, sequencer.durableSize());
    }
    store.awaitCommit();
    assertEquals(0, store.head().size());
    assertEquals(List.of(), heads, "only what is stored can be signed");
    assertEquals(20, Journal.unstoredEntries(temp.resolve("journal"), store));
    store.go.release(100);
    sequencer.finishAppends();
    assertEquals(20, store.head().size());
    assertEquals(20L, heads.getLast());
  }

  @Test
  void nothingIsDurableBeforeWhatComesBeforeIt() throws Exception {
    store.hold();
    CompletableFuture<AppendOutcome> first = submit("a");
    store.awaitCommit();
    CompletableFuture<AppendOutcome> second = submit(Append.Goal.DURABLE, "b");
    Thread.sleep(50);
    assertTrue(!first.isDone() && !second.isDone(), "the second is not journaled before the first");
    store.go.release(100);
    assertEquals(0, index(first));
    assertEquals(1, index(second));
  }

  @Test
  void aKeyIsKnownBeforeTheStoreHasIt() throws Exception {
    store.hold();
    AppendOutcome.Durable first =
        assertInstanceOf(AppendOutcome.Durable.class, get(submitWithKey("key", "a")));
    AppendOutcome.Durable again =
        assertInstanceOf(AppendOutcome.Durable.class, get(submitWithKey("key", "a")));
    assertEquals(first.firstIndex(), again.firstIndex());
    assertEquals(first.leafHashes(), again.leafHashes());
    assertTrue(!first.deduplicated() && again.deduplicated());
    assertEquals(new AppendOutcome.KeyReused(0), get(submitWithKey("key", "b")));
    assertEquals(0, store.head().size());
    store.go.release(100);
    sequencer.finishAppends();
    assertEquals(1, store.head().size());
  }

  private CompletableFuture<AppendOutcome> submitWithKey(String key, String entry) {
    return submitWithKey(key, entry, Append.Goal.DURABLE);
  }

  private CompletableFuture<AppendOutcome> submitWithKey(
      String key, String entry, Append.Goal goal) {
    CompletableFuture<AppendOutcome> outcome = new CompletableFuture<>();
    List<byte[]> entries = List.of(entry.getBytes(StandardCharsets.UTF_8));
    sequencer.submit(new Append(entries, Optional.of(key), goal, outcome::complete));
    return outcome;
  }

  @Test
  void aRefusedKeyIsForgotten() throws Exception {
    store.hold();
    CompletableFuture<AppendOutcome> refused = submitWithKey("key", "a", Append.Goal.CHECKPOINT);
    store.awaitCommit();
    CompletableFuture<AppendOutcome> again = submitWithKey("key", "a");
    store.fail(StoreException.Kind.FULL);
    store.go.release(100);
    assertInstanceOf(AppendOutcome.StoreFull.class, get(refused));
    // Either it was refused with the first one, or it was placed after that, as a new entry.
    if (get(again) instanceof AppendOutcome.Durable durable) {
      assertTrue(!durable.deduplicated(), "it is not in the log yet");
    }
    AppendOutcome.Durable later =
        assertInstanceOf(AppendOutcome.Durable.class, get(submitWithKey("key", "a")));
    assertEquals(0, later.firstIndex());
    sequencer.finishAppends();
    assertEquals(1, store.head().size());
  }

  @Test
  void finishingReturnsWhenTheStoreFails() throws Exception {
    store.hold();
    CompletableFuture<AppendOutcome> lost = submit("a");
    store.awaitCommit();
    CompletableFuture<Void> finishing = CompletableFuture.runAsync(sequencer::finishAppends);
    store.fail(StoreException.Kind.IO);
    store.go.release(100);
    finishing.get(10, TimeUnit.SECONDS);
    assertTrue(((AppendOutcome.Stopped) get(lost)).mayBeDurable());
  }

  @Test
  void aFullStoreRefusesWhatWasPlacedBehindWhatItRefuses() throws Exception {
    assertEquals(0, index(submit("a")));
    store.hold();
    CompletableFuture<AppendOutcome> refused = submit("b");
    store.awaitCommit();
    List<CompletableFuture<AppendOutcome>> behind = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      behind.add(submit(Append.Goal.DURABLE, "behind " + i));
    }
    store.fail(StoreException.Kind.FULL);
    store.go.release(100);
    assertInstanceOf(AppendOutcome.StoreFull.class, get(refused));
    List<Long> indexes = new ArrayList<>();
    for (CompletableFuture<AppendOutcome> outcome : behind) {
      if (get(outcome) instanceof AppendOutcome.Durable durable) {
        indexes.add(durable.firstIndex());
      } else {
        assertInstanceOf(AppendOutcome.StoreFull.class, get(outcome));
      }
    }
    // Those that were not placed yet go in without a gap, behind what is there.
    for (int i = 0; i < indexes.size(); i++) {
      assertEquals(1L + i, indexes.get(i));
    }
    assertEquals(1L + indexes.size(), index(submit("c")));
    assertEquals(List.of(), stops);
  }

  @Test
  void aFullStoreLosesNothingThatIsJournaled() throws Exception {
    store.hold();
    store.fail(StoreException.Kind.FULL);
    assertEquals(0, index(submit(Append.Goal.DURABLE, "a")));
    store.go.release(100);
    awaitSize(1);
    assertEquals(1, index(submit(Append.Goal.DURABLE, "b")));
    awaitSize(2);
    assertEquals(List.of(), stops);
  }

  private void awaitSize(long size) throws InterruptedException {
    for (int i = 0; i < 1_000 && store.head().size() < size; i++) {
      Thread.sleep(10);
    }
    assertEquals(size, store.head().size());
  }

  @Test
  void whatABrokenStoreDidNotTakeIsInTheJournal() throws Exception {
    store.hold();
    store.fail(StoreException.Kind.IO);
    assertEquals(0, index(submit(Append.Goal.DURABLE, "a")));
    assertEquals(1, index(submit(Append.Goal.DURABLE, "b")));
    store.go.release(100);
    sequencer.close();
    assertEquals(1, stops.size());
    assertEquals(0, store.head().size());
    journal.close();
    journal = Journal.open(temp.resolve("journal"), store);
    assertEquals(2, store.head().size());
  }

  /** Leaves two entries in the journal that the store lacks, and closes both. */
  private void leaveTwoInTheJournal() throws Exception {
    store.hold();
    store.fail(StoreException.Kind.IO);
    assertEquals(0, index(submit(Append.Goal.DURABLE, "a")));
    assertEquals(1, index(submitDurable("key", "b")));
    store.go.release(100);
    sequencer.close();
    journal.close();
    stops.clear();
  }

  private CompletableFuture<AppendOutcome> submitDurable(String key, String entry) {
    return submitWithKey(key, entry, Append.Goal.DURABLE);
  }

  @Test
  void whatAFullStoreHasNoRoomForAtTheStartWaitsInTheJournal() throws Exception {
    leaveTwoInTheJournal();
    for (int starts = 0; starts < 3; starts++) {
      store.failAlways(StoreException.Kind.FULL);
      journal = Journal.open(temp.resolve("journal"), store);
      start(SequencerLimits.DEFAULT);
      assertEquals(2, sequencer.durableSize());
      assertInstanceOf(AppendOutcome.StoreFull.class, get(submit("c")));
      assertTrue(sequencer.isFull());
      sequencer.close();
      journal.close();
      assertEquals(0, store.head().size());
    }
    store.fail(StoreException.Kind.FULL);
    journal = Journal.open(temp.resolve("journal"), store);
    start(SequencerLimits.DEFAULT);
    AppendOutcome.Durable again = (AppendOutcome.Durable) get(submitDurable("key", "b"));
    assertEquals(1, again.firstIndex());
    assertTrue(again.deduplicated(), "the journal's keys are known");
    awaitSize(2);
    assertEquals(2, index(submit("c")));
    assertEquals(List.of(), stops);
  }

  @Test
  void aJournalOfSeveralCommitsWithoutRoomDoesNotHoldUpTheEnd() throws Exception {
    leaveTwoInTheJournal();
    store.failAlways(StoreException.Kind.FULL);
    journal = Journal.open(temp.resolve("journal"), store);
    start(new SequencerLimits(100, 1_000, 1, 1_000));
    CompletableFuture.runAsync(sequencer::finishAppends).get(10, TimeUnit.SECONDS);
    CompletableFuture.runAsync(sequencer::close).get(10, TimeUnit.SECONDS);
    assertEquals(List.of(), stops);
    assertEquals(2, Journal.unstoredEntries(temp.resolve("journal"), store));
  }

  @Test
  void appendsLeaveTheReserve() throws Exception {
    assertEquals(0, index(submit("a")));
    sequencer.close();
    start(SequencerLimits.DEFAULT.withReserve(Long.MAX_VALUE / 4));
    assertInstanceOf(AppendOutcome.StoreFull.class, get(submit("b")));
    assertInstanceOf(AppendOutcome.StoreFull.class, get(submit(Append.Goal.DURABLE, "b")));
    assertTrue(sequencer.isFull());
    sequencer.record(new PublishedCheckpoint(1, new byte[10]));
    sequencer.close();
    assertEquals(1, store.read(view -> view.checkpoints(0, 10)).size(), "history has its room");
  }

  @Test
  void closingDecidesWhatWasAccepted() throws Exception {
    List<CompletableFuture<AppendOutcome>> outcomes = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      outcomes.add(submit("entry " + i));
    }
    sequencer.finishAppends();
    for (int i = 0; i < 1_000; i++) {
      assertTrue(outcomes.get(i).isDone());
      assertEquals(i, index(outcomes.get(i)));
    }
    assertInstanceOf(AppendOutcome.Stopped.class, get(submit("too late")));
  }

  /** A real store whose commits can be held back, or fail. */
  private static final class FaultyStore implements LogStore {
    private final LogStore store;
    private final Semaphore go = new Semaphore(1_000_000);
    private final Semaphore reached = new Semaphore(0);
    private volatile Optional<StoreException.Kind> failure = Optional.empty();
    private volatile boolean failsAgain;

    FaultyStore(LogStore store) {
      this.store = store;
    }

    void hold() {
      go.drainPermits();
      reached.drainPermits();
    }

    void awaitCommit() throws InterruptedException {
      assertTrue(reached.tryAcquire(10, TimeUnit.SECONDS));
    }

    void failAlways(StoreException.Kind kind) {
      failsAgain = true;
      failure = Optional.of(kind);
    }

    void fail(StoreException.Kind kind) {
      failsAgain = false;
      failure = Optional.of(kind);
    }

    @Override
    public TreeHead head() {
      return store.head();
    }

    @Override
    public void requireRoom(long bytes) {
      store.requireRoom(bytes);
    }

    @Override
    public void commit(Commit commit) {
      reached.release();
      go.acquireUninterruptibly();
      Optional<StoreException.Kind> kind = failure;
      if (!failsAgain) {
        failure = Optional.empty();
      }
      if (kind.isPresent()) {
        throw new StoreException(kind.get(), "injected");
      }
      store.commit(commit);
    }

    @Override
    public <T> T read(Function<Snapshot, T> reading) {
      return store.read(reading);
    }

    @Override
    public void close() {
      store.close();
    }
  }
}
