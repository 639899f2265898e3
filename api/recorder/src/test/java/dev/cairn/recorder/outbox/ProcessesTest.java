package dev.cairn.recorder.outbox;

import static dev.cairn.recorder.outbox.TestRuns.chain;
import static dev.cairn.recorder.outbox.TestRuns.refusal;
import static dev.cairn.recorder.outbox.TestRuns.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.recorder.outbox.OutboxException.Kind;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may use a folder at the same time. */
final class ProcessesTest {
  @TempDir Path folder;

  private Outbox open() throws OutboxException {
    return Outbox.open(folder, OutboxLimits.DEFAULT, InstantSource.system());
  }

  @Test
  void aSecondProcessIsRefusedWithTheFoldersName() throws Exception {
    try (Outbox outbox = open();
        JavaChild second = JavaChild.start(LockingMain.class, folder.toString())) {
      String refusal = second.line();
      assertTrue(refusal.startsWith("IN_USE "), refusal);
      assertTrue(refusal.contains(outbox.folder().toString()), refusal);
    }
  }

  @Test
  void aSecondOpeningInTheSameProcessIsRefusedAndTakesNothingAway() throws Exception {
    try (Outbox outbox = open()) {
      assertEquals(Kind.IN_USE, assertThrows(OutboxException.class, this::open).kind());
      try (JavaChild second = JavaChild.start(LockingMain.class, outbox.folder().toString())) {
        assertTrue(second.line().startsWith("IN_USE "));
      }
    }
  }

  @Test
  void aFolderIsFreeOnceItsProcessIsKilled() throws Exception {
    try (JavaChild first = JavaChild.start(LockingMain.class, folder.toString())) {
      assertEquals("opened 0", first.line());
      assertEquals(Kind.IN_USE, assertThrows(OutboxException.class, this::open).kind());
      first.kill();
    }
    open().close();
  }

  @Test
  void anotherProcessReadsAndDropsDeadLettersMeanwhile() throws Exception {
    try (Outbox outbox = open();
        DeadLetters here = DeadLetters.open(folder)) {
      outbox.commit(Changes.spooling(List.of(run(0, 4)), chain(4)));
      outbox.commit(
          Changes.settling(2)
              .withRefused(List.of(refusal(0, "EVENT_ID_REUSED"), refusal(1, "INVALID_REQUEST"))));
      try (JavaChild other = JavaChild.start(LetterMain.class, folder.toString())) {
        assertEquals("1 event-0 EVENT_ID_REUSED", other.line());
        assertEquals("2 event-1 INVALID_REQUEST", other.line());
        assertEquals("dropped true", other.line());
      }
      assertEquals(1, here.count());
      outbox.commit(Changes.spooling(List.of(run(4, 1)), chain(5)));
      assertEquals(3, outbox.size().events());
    }
  }

  @Test
  void aFolderWithoutAnOutboxHasNoDeadLetters() {
    OutboxException refused = assertThrows(OutboxException.class, () -> DeadLetters.open(folder));
    assertEquals(Kind.MISSING, refused.kind());
  }
}
