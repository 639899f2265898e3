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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a folder may hold besides the log's files, and what becomes of it. */
class TilesFolderTest {
  @TempDir Path temp;
  private final TiledLog log = new TiledLog("entry", 300);
  private Path outside;

  @BeforeEach
  void start() throws Exception {
    outside = Files.createDirectories(temp.resolve("outside"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tile/0", "tile/entries", "tile/entries/001.p", "tile/1/000.p"})
  void writesNothingThroughALink(String path) throws Exception {
    Files.writeString(outside.resolve("44"), "mine");
    link(path, outside);
    MemoryException refused = assertThrows(MemoryException.class, this::mirror);
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains("symbolic links are not followed"), message);
    assertTrue(message.contains(path), message);
    assertEquals(List.of("44"), names(outside));
    assertEquals("mine", Files.readString(outside.resolve("44")));
    assertFalse(Files.exists(copy().resolve("checkpoint")));
  }

  @Test
  void deletesNothingThroughALink() throws Exception {
    Path kept = Files.createDirectories(outside.resolve("000.p")).resolve("7");
    Files.writeString(kept, "mine");
    link("tile/0", outside);
    try (TilesFolder folder = TilesFolder.open(copy())) {
      folder.deletePartials("tile/0/000");
    }
    assertEquals("mine", Files.readString(kept));
  }

  @Test
  void makesNoLockThroughALink() throws Exception {
    Files.createDirectories(copy().resolve(".tmp"));
    Files.createSymbolicLink(copy().resolve(".tmp/lock"), outside.resolve("lock"));
    assertThrows(MemoryException.class, () -> TilesFolder.open(copy()));
    assertEquals(List.of(), names(outside));
  }

  @Test
  void mayBeALinkItself() throws Exception {
    Files.createSymbolicLink(copy(), outside);
    assertEquals(300, mirror().checkpoint().head().size());
    assertTrue(Files.exists(outside.resolve("tile/0/001.p/44")));
  }

  @Test
  void isFreeAgainWhenItCouldNotBeOpened() throws Exception {
    Path inTheWay = Files.createDirectories(copy().resolve(".tmp/7/x"));
    assertThrows(MemoryException.class, () -> TilesFolder.open(copy()));
    Files.delete(inTheWay);
    TilesFolder.open(copy()).close();
  }

  /** As a process leaves them that is killed after a new checkpoint is in place. */
  @Test
  void forgetsPartialFilesThatACrashLeft() throws Exception {
    var _ = mirror();
    Path partial = copy().resolve("tile/entries/001.p/44");
    byte[] bytes = Files.readAllBytes(partial);
    log.grow(600);
    var _ = mirror();
    assertFalse(Files.exists(partial));
    for (String path : List.of("tile/0/001.p/44", "tile/entries/001.p/44")) {
      Path file = copy().resolve(path);
      Files.createDirectories(file.resolveSibling("").normalize());
      Files.write(file, bytes);
    }
    assertEquals(0, mirror().written());
    assertFalse(Files.exists(copy().resolve("tile/0/001.p")));
    assertFalse(Files.exists(copy().resolve("tile/entries/001.p")));
    assertTrue(Files.exists(copy().resolve("tile/0/002.p/88")));
  }

  private void link(String path, Path to) throws IOException {
    Path link = copy().resolve(path);
    Files.createDirectories(link.resolveSibling("").normalize());
    Files.createSymbolicLink(link, to);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> content = Files.list(folder)) {
      return content.map(each -> String.valueOf(each.getFileName())).toList();
    }
  }

  private Mirrored mirror() throws LogException, IOException {
    log.write(temp.resolve("log"));
    try (TilesFolder folder = TilesFolder.open(copy());
        TiledLogReader reader =
            TiledLogReader.open(new TilesLocation.Folder(temp.resolve("log")))) {
      return new Mirror(folder, reader, CopyLimits.DEFAULT, (_, _) -> {}).moveTo(log.checkpoint());
    }
  }

  private Path copy() {
    return temp.resolve("copy");
  }
}
