package dev.cairn.server.sequence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.server.store.Commit;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.Snapshot;
import dev.cairn.server.store.StoreException;
import dev.cairn.server.store.lmdb.LmdbLogStore;
import dev.cairn.tree.merkle.TreeHead;
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
  private final List<String> stops = new CopyOnWriteArrayList<>();
  private FaultyStore store;
  private Sequencer sequencer;

  @BeforeEach
  void start() {
    LmdbLogStore.create(temp.resolve("store"), "example.com/log");
    store = new FaultyStore(LmdbLogStore.open(temp.resolve("store"), "example.com/log"));
    start(SequencerLimits.DEFAULT);
  }

  private void start(SequencerLimits limits) {
    sequencer = new Sequencer("test", store, limits, head -> heads.add(head.size()), stops::add);
    sequencer.start();
  }

  @AfterEach
  void stop() {
    store.go.release(1_000);
    sequencer.close();
    store.close();
  }

  private CompletableFuture<AppendOutcome> submit(String... entries) {
    CompletableFuture<AppendOutcome> outcome = new CompletableFuture<>();
    List<byte[]> bytes = new ArrayList<>();
    for (String entry : entries) {
      bytes.add(entry.getBytes(StandardCharsets.UTF_8));
    }
    sequencer.submit(new Append(bytes, Optional.empty(), outcome::complete));
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
    assertEquals(1, stops.size());
    assertEquals(List.of(1L), heads, "nothing is published after the fault");
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

    void fail(StoreException.Kind kind) {
      failure = Optional.of(kind);
    }

    @Override
    public TreeHead head() {
      return store.head();
    }

    @Override
    public void commit(Commit commit) {
      reached.release();
      go.acquireUninterruptibly();
      Optional<StoreException.Kind> kind = failure;
      failure = Optional.empty();
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
