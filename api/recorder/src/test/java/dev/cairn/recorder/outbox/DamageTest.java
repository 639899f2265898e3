package dev.cairn.recorder.outbox;

import static dev.cairn.recorder.outbox.TestRuns.chain;
import static dev.cairn.recorder.outbox.TestRuns.run;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.recorder.outbox.OutboxException.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged outbox is said to be damaged, and is left as it is. */
final class DamageTest {
  @TempDir Path folder;

  @BeforeEach
  void spoolSomething() throws Exception {
    try (Outbox outbox = open()) {
      outbox.commit(Changes.spooling(List.of(run(0, 30), run(30, 30)), chain(60)));
    }
  }

  private Outbox open() throws OutboxException {
    return Outbox.open(folder, OutboxLimits.DEFAULT, InstantSource.system());
  }

  private Path file() {
    return folder.resolve("outbox.db");
  }

  private void refusedAndLeft(byte[] damaged) throws Exception {
    Files.write(file(), damaged);
    OutboxException refused =
        assertThrows(
            OutboxException.class,
            () -> {
              try (Outbox outbox = open()) {
                outbox.read(0, 100, 1 << 20);
              }
            });
    assertEquals(Kind.DAMAGED, refused.kind(), refused.getMessage());
    assertTrue(String.valueOf(refused.getMessage()).contains(file().toRealPath().toString()));
    assertArrayEquals(damaged, Files.readAllBytes(file()));
  }

  @Test
  void anEmptyFile() throws Exception {
    refusedAndLeft(new byte[0]);
  }

  @Test
  void someOtherFile() throws Exception {
    refusedAndLeft("not a database at all, ".repeat(100).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aFileThatWasCutOff() throws Exception {
    refusedAndLeft(Arrays.copyOf(Files.readAllBytes(file()), 2 * 4_096));
  }

  @Test
  void aFlippedBitInARun() throws Exception {
    byte[] content = Files.readAllBytes(file());
    content[positionOf(content, "event-31")] ^= 1;
    refusedAndLeft(content);
  }

  private static int positionOf(byte[] content, String text) {
    return new String(content, StandardCharsets.ISO_8859_1).indexOf(text);
  }

  @Test
  void anotherApplicationsDatabase() throws Exception {
    change("PRAGMA application_id = 1");
    refusedAndLeft(Files.readAllBytes(file()));
  }

  @Test
  void anUnknownForm() throws Exception {
    change("PRAGMA user_version = 2");
    refusedAndLeft(Files.readAllBytes(file()));
  }

  @Test
  void aRunThatIsNotThereAnyMore() throws Exception {
    change("DELETE FROM runs WHERE position = 0");
    refusedAndLeft(Files.readAllBytes(file()));
  }

  @Test
  void aStateThatIsNotThereAnyMore() throws Exception {
    change("DELETE FROM state");
    refusedAndLeft(Files.readAllBytes(file()));
  }

  private void change(String statement) throws Exception {
    try (Database database = Database.open(file(), "rw")) {
      database.run(statement);
    }
  }

  @Test
  void aWriteAheadLogWithoutItsFile() throws Exception {
    Files.delete(file());
    Files.write(folder.resolve("outbox.db-wal"), new byte[10]);
    assertEquals(Kind.DAMAGED, assertThrows(OutboxException.class, this::open).kind());
  }

  @Test
  void anUnfinishedNewFileIsMadeAnew() throws Exception {
    Files.delete(file());
    Files.write(folder.resolve("outbox.db.new"), new byte[10]);
    try (Outbox outbox = open()) {
      assertEquals(0, outbox.nextPosition());
    }
  }
}
