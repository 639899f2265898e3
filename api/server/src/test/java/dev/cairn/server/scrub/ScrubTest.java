package dev.cairn.server.scrub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.server.fsck.Finding;
import dev.cairn.server.fsck.PlainNote;
import dev.cairn.server.store.Commit;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.MemoryLogStore;
import dev.cairn.server.store.Snapshot;
import dev.cairn.server.store.StoreException;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.merkle.TreeHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Passes, one after the other: what is kept of them, and how they go on. */
final class ScrubTest {
  private static final String ORIGIN = "log.example";
  private static final Duration INTERVAL = Duration.ofHours(1);
  private static final int SIZE = 20_000;

  @TempDir private Path folder;
  private final FakeTime time = new FakeTime();
  private final MemoryLogStore store = FilledStore.of(SIZE);

  private Scrub start() {
    return start(ORIGIN, store);
  }

  private Scrub start(String origin, LogStore read) {
    Pace pace = new Pace(1 << 20, time::nanos, time);
    return new Scrub(
        origin,
        new ScrubFile(folder.resolve("scrub")),
        store::head,
        findings ->
            new Sweep(read, store::head, PlainNote::open, pace, findings, ScrubTest::noEdge),
        INTERVAL,
        time,
        time);
  }

  private static void noEdge(String reason) {
    throw new AssertionError(reason);
  }

  private static void finish(Scrub scrub) throws InterruptedException {
    do {
      scrub.next();
    } while (scrub.state().isUnderWay());
  }

  @Test
  void aPassIsFollowedByAPause() throws InterruptedException {
    Scrub scrub = start();
    finish(scrub);
    ScrubStatus.Pass first = scrub.state().last().orElseThrow();
    assertEquals(SIZE, first.size());
    assertEquals(0, first.findings());
    assertTrue(first.endedMillis() > first.startedMillis(), first::toString);
    finish(scrub);
    ScrubStatus.Pass second = scrub.state().last().orElseThrow();
    assertEquals(2, scrub.state().pass());
    assertEquals(INTERVAL.toMillis(), second.startedMillis() - first.startedMillis());
  }

  @Test
  void entriesThatComeDuringAPassAreForTheNext() throws InterruptedException {
    Scrub scrub = start();
    do {
      scrub.next();
      FilledStore.grow(store, 300);
    } while (scrub.state().isUnderWay());
    assertEquals(SIZE, scrub.state().last().orElseThrow().size());
    assertEquals(List.of(), scrub.state().findings());
    long grown = store.head().size();
    finish(scrub);
    assertEquals(grown, scrub.state().last().orElseThrow().size());
  }

  @Test
  void aPassGoesOnAfterARestart() throws InterruptedException {
    Scrub scrub = start();
    for (int i = 0; i < 3; i++) {
      scrub.next();
    }
    scrub.keep();
    assertEquals(2 * BlockSweep.LEAVES, scrub.state().position().next());
    FilledStore.grow(store, 10_000);
    Scrub again = start();
    assertEquals(scrub.state(), again.state());
    finish(again);
    assertEquals(1, again.state().pass());
    assertEquals(SIZE, again.state().last().orElseThrow().size());
    assertEquals(again.state(), start().state(), "the end is kept too");
  }

  @Test
  void aRestartIsNoReasonForANewPass() throws InterruptedException {
    finish(start());
    time.pauses.clear();
    start().next();
    assertEquals(1, time.pauses.size());
    assertTrue(time.pauses.getFirst() > INTERVAL.toNanos() / 2, time.pauses::toString);
  }

  @Test
  void thePositionIsKeptFromTimeToTime() throws InterruptedException {
    Scrub scrub = start();
    scrub.next();
    String begun = kept();
    scrub.next();
    assertEquals(begun, kept(), "not at each step");
    time.pause(Duration.ofMinutes(1).toNanos());
    scrub.next();
    assertEquals(scrub.state(), start().state());
    assertFalse(kept().equals(begun));
  }

  private String kept() {
    try {
      return Files.readString(folder.resolve("scrub"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{\"origin\":\"log.example\"}", "\u0000\u0000"})
  void aLostPositionIsNoError(String text) throws Exception {
    finish(start());
    Files.writeString(folder.resolve("scrub"), text);
    Scrub scrub = start();
    assertEquals(0, scrub.state().pass());
    finish(scrub);
    assertEquals(SIZE, scrub.state().last().orElseThrow().size());
  }

  @Test
  void aPositionThatIsNotOfThisLogIsNotBelieved() throws Exception {
    Scrub scrub = start();
    scrub.next();
    scrub.next();
    scrub.keep();
    assertEquals(0, start("other.example", store).state().pass());
    Files.writeString(folder.resolve("scrub"), kept().replace("4096", "4097"));
    assertEquals(0, start().state().pass(), "a position within a block");
    Files.writeString(folder.resolve("scrub"), kept().replace("4097", "40960"));
    assertEquals(0, start().state().pass(), "a position behind the end");
  }

  @Test
  void aFolderThatCannotBeWrittenIsNoError() throws Exception {
    Files.createDirectory(folder.resolve("scrub.next"));
    Scrub scrub = start();
    finish(scrub);
    assertEquals(SIZE, scrub.state().last().orElseThrow().size());
  }

  @Test
  void aFindingIsKeptUntilAPassFindsItGoodAgain() throws InterruptedException {
    byte[] good = store.entries.get(7_000);
    store.entries.set(7_000, "forged".getBytes(UTF_8));
    finish(start());
    Scrub scrub = start();
    List<ScrubFinding> found = scrub.state().findings();
    assertEquals(List.of(new Finding.WrongEntry(7_000).message()), messages(found));
    assertEquals(1, scrub.state().last().orElseThrow().findings());
    finish(scrub);
    assertEquals(
        List.of(found.getFirst().seenIn(2)), scrub.state().findings(), "found at the same time");

    store.entries.set(7_000, good);
    store.entries.set(1, "forged".getBytes(UTF_8));
    scrub.next();
    scrub.next();
    assertEquals(
        List.of(new Finding.WrongEntry(7_000).message(), new Finding.WrongEntry(1).message()),
        messages(scrub.state().findings()));
    finish(scrub);
    assertEquals(List.of(new Finding.WrongEntry(1).message()), messages(scrub.state().findings()));
  }

  @Test
  void aPassRemembersAfterARestartThatTheTreeIsDamaged() throws InterruptedException {
    store.hashes.get(1).set(3, new TreeHasher().leaf("other".getBytes(UTF_8)));
    Scrub scrub = start();
    do {
      scrub.next();
    } while (scrub.state().position().part() != Position.Part.CHECKPOINTS);
    scrub.keep();
    List<String> found = messages(scrub.state().findings());
    assertFalse(found.isEmpty());
    Scrub again = start();
    finish(again);
    assertEquals(found, messages(again.state().findings()), "the checkpoints are good");
  }

  private static List<String> messages(List<ScrubFinding> findings) {
    return findings.stream().map(ScrubFinding::message).toList();
  }

  @Test
  void findingsAreBoundedAndCounted() throws InterruptedException {
    for (int i = 0; i < 150; i++) {
      store.entries.set(i, "forged".getBytes(UTF_8));
    }
    Scrub scrub = start();
    finish(scrub);
    assertEquals(ScrubState.MAX_FINDINGS, scrub.state().findings().size());
    assertEquals(50, scrub.state().more());
    assertEquals(150, scrub.state().last().orElseThrow().findings());
    finish(scrub);
    assertEquals(50, scrub.state().more(), "not counted twice");
  }

  @Test
  void aReadingThatFailsIsTriedAgain() throws InterruptedException {
    Failing failing = new Failing(store, StoreException.Kind.IO, Scrub.ATTEMPTS - 1);
    Scrub scrub = start(ORIGIN, failing);
    scrub.next();
    scrub.next();
    assertEquals(Optional.of("a test's failure"), scrub.trouble());
    assertEquals(0, scrub.state().position().next());
    assertEquals(List.of(Scrub.PATIENCE.toNanos()), time.pauses);
    finish(scrub);
    assertEquals(Optional.empty(), scrub.trouble());
    assertEquals(List.of(), scrub.state().findings());
  }

  @Test
  void whatCannotBeReadAgainAndAgainIsAFindingAndThePassGoesOn() throws InterruptedException {
    Failing failing = new Failing(store, StoreException.Kind.IO, Scrub.ATTEMPTS);
    Scrub scrub = start(ORIGIN, failing);
    store.entries.set(7_000, "forged".getBytes(UTF_8));
    finish(scrub);
    assertEquals(
        List.of(
            "entries [0, 4096) cannot be read: a test's failure",
            new Finding.WrongEntry(7_000).message()),
        messages(scrub.state().findings()));
  }

  @Test
  void aDamagedPageIsAFindingAndThePassGoesOn() throws InterruptedException {
    Scrub scrub = start(ORIGIN, new Failing(store, StoreException.Kind.CORRUPT, 1));
    finish(scrub);
    assertEquals(1, scrub.state().findings().size());
    assertEquals(SIZE, scrub.state().last().orElseThrow().size());
  }

  /** A store whose first readings fail. */
  private static final class Failing implements LogStore {
    private final LogStore store;
    private final StoreException.Kind kind;
    private int left;

    Failing(LogStore store, StoreException.Kind kind, int failures) {
      this.store = store;
      this.kind = kind;
      this.left = failures;
    }

    @Override
    public <T> T read(Function<Snapshot, T> reading) {
      if (left > 0) {
        left--;
        throw new StoreException(kind, "a test's failure");
      }
      return store.read(reading);
    }

    @Override
    public TreeHead head() {
      return store.head();
    }

    @Override
    public void requireRoom(long bytes) {}

    @Override
    public void commit(Commit commit) {
      throw new AssertionError("the scrub writes nothing");
    }

    @Override
    public void close() {}
  }
}
