package dev.cairn.recorder.outbox;

import static dev.cairn.recorder.outbox.TestRuns.chain;
import static dev.cairn.recorder.outbox.TestRuns.refusal;
import static dev.cairn.recorder.outbox.TestRuns.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.audit.v1.EventRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an outbox promises, but for crashes and other processes. */
final class OutboxTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final int MANY = 1_000_000;

  @TempDir Path folder;

  private Outbox open(long maxBytes) throws OutboxException {
    return open(OutboxLimits.of(maxBytes));
  }

  private Outbox open(OutboxLimits limits) throws OutboxException {
    return Outbox.open(folder, limits, InstantSource.fixed(NOW));
  }

  private static List<StoredRun> spool(Outbox outbox, EventRun... runs) throws OutboxException {
    long next = runs[runs.length - 1].getFirstSequence() + runs[runs.length - 1].getEventsCount();
    Commit commit = outbox.commit(Changes.spooling(List.of(runs), chain(next)));
    return assertInstanceOf(Commit.Done.class, commit).runs();
  }

  private static void settle(Outbox outbox, long end) throws OutboxException {
    assertEquals(new Commit.Done(List.of()), outbox.commit(Changes.settling(end)));
  }

  private static List<StoredRun> all(Outbox outbox) throws OutboxException {
    return outbox.read(outbox.settled(), MANY, MANY);
  }

  @Test
  void aNewFolderHasNothing() throws Exception {
    try (Outbox outbox = Outbox.open(folder.resolve("a/b ?#%"), OutboxLimits.DEFAULT, () -> NOW)) {
      assertEquals(new OutboxSize(0, 0), outbox.size());
      assertEquals(Chain.NONE, outbox.chain());
      assertEquals(List.of(), all(outbox));
      assertTrue(Files.exists(folder.resolve("a/b ?#%/outbox.db")));
    }
  }

  @Test
  void runsComeBackInOrderWithTheirBytes() throws Exception {
    List<StoredRun> expected =
        List.of(
            new StoredRun(0, run(0, 1)),
            new StoredRun(1, run(1, 32)),
            new StoredRun(33, run(33, 2)));
    try (Outbox outbox = open(MANY)) {
      assertEquals(expected.subList(0, 2), spool(outbox, run(0, 1), run(1, 32)));
      assertEquals(expected.subList(2, 3), spool(outbox, run(33, 2)));
      assertEquals(expected, all(outbox));
    }
    try (Outbox outbox = open(MANY)) {
      assertEquals(expected, all(outbox));
      assertEquals(chain(35), outbox.chain());
      assertEquals(35, outbox.nextPosition());
    }
  }

  @Test
  void aReadIsBoundedByEventsAndByBytesButNeverEmpty() throws Exception {
    try (Outbox outbox = open(MANY)) {
      spool(outbox, run(0, 4), run(4, 4), run(8, 4));
      int bytes = run(0, 4).getSerializedSize();
      assertEquals(1, outbox.read(0, 1, MANY).size());
      assertEquals(1, outbox.read(0, 7, MANY).size());
      assertEquals(2, outbox.read(0, 8, MANY).size());
      assertEquals(1, outbox.read(0, MANY, 1).size());
      assertEquals(2, outbox.read(0, MANY, 2L * bytes + 2).size());
      assertEquals(3, outbox.read(0, MANY, MANY).size());
    }
  }

  @Test
  void aReadBeginsWithTheRunThatHasThePosition() throws Exception {
    try (Outbox outbox = open(MANY)) {
      spool(outbox, run(0, 4), run(4, 4));
      assertEquals(0, outbox.read(3, 1, MANY).getFirst().position());
      assertEquals(4, outbox.read(4, 1, MANY).getFirst().position());
      assertEquals(4, outbox.read(7, 1, MANY).getFirst().position());
      assertEquals(List.of(), outbox.read(8, 1, MANY));
    }
  }

  @Test
  void aRunStaysUntilAllOfItIsSettled() throws Exception {
    try (Outbox outbox = open(MANY)) {
      spool(outbox, run(0, 4), run(4, 4));
      int bytes = run(0, 4).getSerializedSize();
      int rest = run(4, 4).getSerializedSize();
      settle(outbox, 3);
      assertEquals(
          new OutboxSize(5, 2L * bytes), new OutboxSize(outbox.size().events(), 2L * bytes));
      assertEquals(2, all(outbox).size());
      settle(outbox, 4);
      assertEquals(new OutboxSize(4, rest), outbox.size());
      assertEquals(List.of(new StoredRun(4, run(4, 4))), all(outbox));
      settle(outbox, 2);
      assertEquals(4, outbox.settled(), "nothing becomes unsettled");
      settle(outbox, 8);
      assertEquals(new OutboxSize(0, 0), outbox.size());
    }
    try (Outbox outbox = open(MANY)) {
      assertEquals(8, outbox.nextPosition(), "positions are never used twice");
      assertEquals(chain(8), outbox.chain());
      assertEquals(List.of(), all(outbox));
    }
  }

  @Test
  void whatIsSettledWithinARunIsRemembered() throws Exception {
    try (Outbox outbox = open(MANY)) {
      spool(outbox, run(0, 4));
      settle(outbox, 3);
    }
    try (Outbox outbox = open(MANY)) {
      assertEquals(3, outbox.settled());
      assertEquals(1, outbox.size().events());
    }
  }

  @Test
  void moreThanWasSpooledCannotBeSettled() throws Exception {
    try (Outbox outbox = open(MANY)) {
      spool(outbox, run(0, 4));
      assertThrows(IllegalArgumentException.class, () -> outbox.commit(Changes.settling(5)));
      spool(outbox, run(4, 1));
      assertEquals(5, outbox.size().events(), "the refused change left nothing open");
    }
  }

  @Test
  void theBoundIsCountedByContentToTheByte() throws Exception {
    int bytes = run(1, 4).getSerializedSize();
    try (Outbox outbox = open(2L * bytes)) {
      spool(outbox, run(1, 4), run(5, 4));
      Commit commit = outbox.commit(Changes.spooling(List.of(run(9, 1, 0)), chain(10)));
      assertEquals(new Commit.Full(Commit.Cause.BOUND), commit);
      assertEquals(new OutboxSize(8, 2L * bytes), outbox.size());
      assertEquals(chain(9), outbox.chain(), "nothing of a refused change is kept");
      settle(outbox, 4);
      spool(outbox, run(9, 3));
    }
    try (Outbox outbox = open(2L * bytes - 1)) {
      assertEquals(7, outbox.size().events(), "a smaller bound loses nothing");
      Commit commit = outbox.commit(Changes.spooling(List.of(run(11, 4)), chain(15)));
      assertEquals(new Commit.Full(Commit.Cause.BOUND), commit);
    }
  }

  @Test
  void aFullFileIsNoDamageAndHasRoomAgainOnceItIsSettled() throws Exception {
    OutboxLimits limits = new OutboxLimits(MANY * 100L, 1 << 20);
    try (Outbox outbox = open(limits)) {
      long next = 0;
      Commit commit = new Commit.Done(List.of());
      while (commit instanceof Commit.Done) {
        commit = outbox.commit(Changes.spooling(List.of(run(next, 8, 2_000)), chain(next + 8)));
        next += commit instanceof Commit.Done ? 8 : 0;
      }
      assertEquals(new Commit.Full(Commit.Cause.DISK), commit);
      assertTrue(next > 100, "it held " + next);
      assertEquals(next, outbox.size().events());
      assertEquals(next / 8, all(outbox).size() + missing(outbox, next));
      settle(outbox, next / 2);
      spool(outbox, run(next, 8, 2_000));
      assertEquals(chain(next + 8), outbox.chain());
    }
    assertTrue(Files.size(folder.resolve("outbox.db")) <= 1 << 20);
  }

  /** Runs that one read did not return, for its bound in bytes. */
  private static long missing(Outbox outbox, long events) throws OutboxException {
    long end = all(outbox).getLast().end();
    return (events - end) / 8;
  }

  @Test
  void anEventIsBuriedInTheSameCommitThatSettlesIt() throws Exception {
    try (Outbox outbox = open(MANY);
        DeadLetters letters = DeadLetters.open(folder)) {
      spool(outbox, run(0, 4));
      Changes changes =
          Changes.spooling(List.of(run(4, 1)), chain(5))
              .withSettled(3)
              .withRefused(List.of(refusal(2, "EVENT_ID_REUSED")));
      assertInstanceOf(Commit.Done.class, outbox.commit(changes));
      assertEquals(2, outbox.size().events());
      DeadLetter letter = letters.list(0, 10).getFirst();
      assertEquals(TestRuns.event(2, 10), letter.event());
      assertEquals(TestRuns.status("EVENT_ID_REUSED"), letter.status());
      assertEquals("EVENT_ID_REUSED", letter.reason());
      assertEquals(2, letter.sequence().getAsLong());
      assertEquals(NOW, letter.since());
    }
  }

  @Test
  void aBurialFitsIntoAFullOutbox() throws Exception {
    try (Outbox outbox = open(run(0, 4).getSerializedSize())) {
      spool(outbox, run(0, 4));
      Changes changes =
          Changes.spooling(List.of(run(4, 1)), chain(5))
              .withSettled(1)
              .withRefused(List.of(refusal(0, "SEAL_INVALID")));
      assertInstanceOf(Commit.Done.class, outbox.commit(changes));
    }
  }

  @Test
  void aReplayedLetterIsDroppedInTheSameCommitThatSpoolsItAgain() throws Exception {
    try (Outbox outbox = open(MANY);
        DeadLetters letters = DeadLetters.open(folder)) {
      spool(outbox, run(0, 1));
      outbox.commit(Changes.settling(1).withRefused(List.of(refusal(0, "SEAL_INVALID"))));
      long id = letters.list(0, 1).getFirst().id();
      outbox.commit(Changes.spooling(List.of(run(1, 1)), chain(2)).withReplayed(List.of(id)));
      assertEquals(0, letters.count());
      assertEquals(1, outbox.size().events());
    }
  }

  @Test
  void lettersAreListedByPagesAndTheirNumbersAreNeverUsedAgain() throws Exception {
    try (Outbox outbox = open(MANY);
        DeadLetters letters = DeadLetters.open(folder)) {
      spool(outbox, run(0, 3));
      outbox.commit(
          Changes.settling(3)
              .withRefused(List.of(refusal(0, "A"), refusal(1, "B"), refusal(2, "C"))));
      assertEquals(List.of(1L, 2L), ids(letters.list(0, 2)));
      assertEquals(List.of(3L), ids(letters.list(2, 2)));
      assertTrue(letters.drop(3));
      assertTrue(!letters.drop(3));
      assertTrue(letters.find(3).isEmpty());
      spool(outbox, run(3, 1));
      outbox.commit(Changes.settling(4).withRefused(List.of(refusal(3, "D"))));
      assertEquals(List.of(1L, 2L, 4L), ids(letters.list(0, 10)));
      assertEquals("D", letters.find(4).orElseThrow().reason());
    }
  }

  private static List<Long> ids(List<DeadLetter> letters) {
    return letters.stream().map(DeadLetter::id).toList();
  }

  @Test
  void theFileShrinksAfterAnOutage() throws Exception {
    try (Outbox outbox = open(MANY * 100L)) {
      for (long next = 0; next < 40_000; next += 400) {
        spool(outbox, run(next, 200, 1_000), run(next + 200, 200, 1_000));
      }
      for (long end = 1_000; end <= 40_000; end += 1_000) {
        settle(outbox, end);
      }
    }
    long bytes = Files.size(folder.resolve("outbox.db"));
    assertTrue(bytes < 20L << 20, bytes + " bytes of more than 40 MB are left");
  }

  /** A model, and the outbox beside it. */
  @Test
  void anySequenceOfChangesGivesWhatAModelGives() throws Exception {
    Random random = new Random(6);
    List<StoredRun> model = new ArrayList<>();
    long next = 0;
    long settled = 0;
    Outbox outbox = open(MANY);
    for (int step = 0; step < 400; step++) {
      switch (random.nextInt(8)) {
        case 0 -> {
          outbox.close();
          outbox = open(MANY);
        }
        case 1, 2, 3 -> {
          int count = 1 + random.nextInt(40);
          model.addAll(spool(outbox, run(next, count)));
          next += count;
        }
        default -> {
          settled += random.nextInt((int) Math.min(60, next - settled + 1));
          settle(outbox, settled);
          long end = settled;
          model.removeIf(run -> run.end() <= end);
        }
      }
      assertEquals(model, all(outbox));
      long bytes = model.stream().mapToLong(run -> run.run().getSerializedSize()).sum();
      assertEquals(new OutboxSize(next - settled, bytes), outbox.size());
    }
    outbox.close();
  }
}
