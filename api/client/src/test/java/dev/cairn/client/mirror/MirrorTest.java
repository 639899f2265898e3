package dev.cairn.client.mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.client.LogException;
import dev.cairn.client.MemoryException;
import dev.cairn.client.tiles.TiledLog;
import dev.cairn.client.tiles.TiledLogReader;
import dev.cairn.client.tiles.TilesLocation;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From an honest log. */
class MirrorTest {
  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 255, 256, 257, 65_535, 65_536, 65_537, 70_000})
  void hasEveryFileOfTheTreeAndNoOther(long size) throws Exception {
    TiledLog log = new TiledLog("entry", size);
    Mirrored done = mirror(log, log.checkpoint());
    assertEquals(log.checkpoint(), done.checkpoint());
    assertSameFiles(log);
  }

  @Test
  void growsByTheNewFilesOnly() throws Exception {
    TiledLog log = new TiledLog("entry", 300);
    mirror(log, log.checkpoint());
    log.grow(500);
    // tile/0/001.p/244 and its bundle; of level 1 there is still one hash.
    assertEquals(2, mirror(log, log.checkpoint()).written());
    assertTrue(Snapshot.of(copy()).has("tile/0/001.p/44"), "published once, and not full");
    log.grow(600);
    Mirrored full = mirror(log, log.checkpoint());
    // Now full: tile/0/001; partial: tile/0/002.p/88; their bundles; and tile/1/000.p/2.
    assertEquals(5, full.written());
    assertEquals(2, full.reused(), "tile/0/000 and its bundle");
    Snapshot copied = Snapshot.of(copy());
    assertFalse(copied.has("tile/0/001.p/44"));
    assertFalse(copied.has("tile/0/001.p/244"));
    assertTrue(copied.has("tile/0/001"));
  }

  @Test
  void looksAtNothingAgainThatItHasVerifiedItself() throws Exception {
    TiledLog log = new TiledLog("entry", 600);
    log.write(temp.resolve("log"));
    try (TilesFolder folder = TilesFolder.open(copy());
        TiledLogReader reader = reader()) {
      Mirror mirror = new Mirror(folder, reader, CopyLimits.DEFAULT, (_, _) -> {});
      assertEquals(0, mirror.moveTo(log.checkpoint()).reused());
      Mirrored same = mirror.moveTo(log.checkpoint());
      assertFalse(same.hasMoved());
      assertEquals(0, same.written() + same.reused());
      log.grow(700);
      log.write(temp.resolve("log"));
      Mirrored grown = mirror.moveTo(log.checkpoint());
      assertEquals(1, grown.reused(), "tile/1/000.p/2 is of both trees");
      assertEquals(2, grown.written());
    }
  }

  @Test
  void goesOnWhereItWasStoppedAndMendsWhatIsTorn() throws Exception {
    TiledLog log = new TiledLog("entry", 70_000);
    mirror(log, log.checkpoint());
    Files.delete(copy().resolve("checkpoint"));
    Files.write(copy().resolve("tile/0/017"), new byte[100]);
    Files.write(copy().resolve("tile/1/000"), new byte[8_192]);
    Files.write(copy().resolve("tile/entries/033"), new byte[0]);
    Files.write(copy().resolve("tile/2/000.p/1"), new byte[0]);
    Files.delete(copy().resolve("tile/entries/200"));
    Files.createDirectories(copy().resolve(".tmp"));
    Files.write(copy().resolve(".tmp/12"), new byte[50]);
    Mirrored done = mirror(log, log.checkpoint());
    assertEquals(5, done.written());
    assertSameFiles(log);
    assertFalse(Files.exists(copy().resolve(".tmp/12")), "left over from a crash");
  }

  @Test
  void tellsHowFarItIs() throws Exception {
    TiledLog log = new TiledLog("entry", 1_000);
    log.write(temp.resolve("log"));
    List<Long> told = new ArrayList<>();
    try (TilesFolder folder = TilesFolder.open(copy());
        TiledLogReader reader = reader()) {
      var _ =
          new Mirror(folder, reader, CopyLimits.DEFAULT, (done, _) -> told.add(done))
              .moveTo(log.checkpoint());
    }
    assertEquals(4, told.size());
    assertEquals(1_000, told.getLast());
    assertEquals(told.stream().sorted().toList(), told);
  }

  @Test
  void oneAtATimeWritesAFolder() throws Exception {
    try (TilesFolder _ = TilesFolder.open(copy())) {
      assertRefused("being written by another process", copy());
    }
    TilesFolder.open(copy()).close();
  }

  @Test
  void takesNoFolderOfSomethingElse() throws Exception {
    Files.createDirectories(copy());
    Files.writeString(copy().resolve("notes.txt"), "mine");
    assertRefused("there is notes.txt in it", copy());
    Path other = Files.createDirectories(temp.resolve("other"));
    Files.createSymbolicLink(other.resolve("tile"), temp);
    assertRefused("there is tile in it", other);
    assertEquals("mine", Files.readString(copy().resolve("notes.txt")));
    Path file = Files.writeString(temp.resolve("file"), "");
    assertRefused("cannot be used", file);
  }

  @Test
  void takesNoFolderOfAnotherLog() throws Exception {
    TiledLog log = new TiledLog("entry", 10);
    log.write(copy());
    Files.writeString(copy().resolve("checkpoint"), "example.com/other\n10\n\n");
    Snapshot before = Snapshot.of(copy());
    MemoryException refused =
        assertThrows(MemoryException.class, () -> mirror(log, log.checkpoint()));
    assertTrue(String.valueOf(refused.getMessage()).contains("is not one of " + TiledLog.ORIGIN));
    before.assertSame(Snapshot.of(copy()));
  }

  /** Even root cannot write a file where a folder is. */
  @Test
  void saysWhatCannotBeWrittenAndGoesOnLater() throws Exception {
    TiledLog log = new TiledLog("entry", 1_000);
    Path inTheWay = copy().resolve("tile/entries/002");
    Files.createDirectories(inTheWay.resolve("x"));
    MemoryException failure =
        assertThrows(MemoryException.class, () -> mirror(log, log.checkpoint()));
    assertTrue(
        String.valueOf(failure.getMessage()).contains("cannot write " + inTheWay),
        failure.getMessage());
    assertFalse(Files.exists(copy().resolve("checkpoint")));
    Files.delete(inTheWay.resolve("x"));
    Files.delete(inTheWay);
    assertTrue(mirror(log, log.checkpoint()).reused() > 0);
    assertSameFiles(log);
  }

  private Mirrored mirror(TiledLog log, SignedCheckpoint head) throws LogException, IOException {
    log.write(temp.resolve("log"));
    try (TilesFolder folder = TilesFolder.open(copy());
        TiledLogReader reader = reader()) {
      return new Mirror(folder, reader, CopyLimits.DEFAULT, (_, _) -> {}).moveTo(head);
    }
  }

  private TiledLogReader reader() {
    return TiledLogReader.open(new TilesLocation.Folder(temp.resolve("log")));
  }

  private Path copy() {
    return temp.resolve("copy");
  }

  private void assertSameFiles(TiledLog log) throws IOException {
    Path wanted = temp.resolve("wanted");
    log.write(wanted);
    Snapshot.of(wanted).assertSame(Snapshot.of(copy()));
  }

  private static void assertRefused(String wanted, Path folder) {
    MemoryException refused = assertThrows(MemoryException.class, () -> TilesFolder.open(folder));
    assertTrue(String.valueOf(refused.getMessage()).contains(wanted), refused.getMessage());
  }
}
