package dev.cairn.client.tiles;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.merkle.Tile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From a folder. */
class FolderFilesTest {
  private static final Tile FIRST = new Tile(0, 0, 256);

  @TempDir Path temp;
  private final TiledLog log = new TiledLog("entry", 300);
  private Path folder;
  private TiledLogReader reader;

  @BeforeEach
  void write() throws IOException {
    folder = temp.resolve("log");
    log.write(folder);
    reader = TiledLogReader.open(new TilesLocation.Folder(folder));
  }

  @Test
  void readsTheFilesAsTheyAre() throws Exception {
    assertArrayEquals(log.checkpoint().toBytes(), reader.checkpoint());
    assertArrayEquals(log.tile(FIRST), reader.tile(FIRST).orElseThrow());
    assertArrayEquals(log.bundle(FIRST), reader.entries(FIRST).orElseThrow());
    assertEquals(Optional.empty(), reader.tile(new Tile(0, 2, 1)));
  }

  @Test
  void aMissingFolderIsNoEmptyLog() {
    TiledLogReader other = TiledLogReader.open(new TilesLocation.Folder(temp.resolve("nowhere")));
    IOException failure = assertThrows(IOException.class, other::checkpoint);
    assertTrue(String.valueOf(failure.getMessage()).contains("nowhere"));
    assertThrows(IOException.class, () -> other.tile(FIRST));
  }

  @Test
  void readsALogThatALinkLeadsTo() throws Exception {
    Path link = Files.createSymbolicLink(temp.resolve("link"), folder);
    TiledLogReader other = TiledLogReader.open(new TilesLocation.Folder(link));
    assertArrayEquals(log.tile(FIRST), other.tile(FIRST).orElseThrow());
    Path tile = folder.resolve("tile/0/000");
    Files.move(tile, folder.resolve("tile/0/kept"));
    Files.createSymbolicLink(tile, Path.of("kept"));
    assertArrayEquals(log.tile(FIRST), reader.tile(FIRST).orElseThrow());
  }

  @Test
  void noLinkLeadsOut() throws IOException {
    Path secret = Files.write(temp.resolve("secret"), new byte[100]);
    Path tile = folder.resolve("tile/0/000");
    Files.delete(tile);
    Files.createSymbolicLink(tile, secret);
    assertUnusable("tile/0/000 leads out");
    Files.delete(tile);
    Files.createSymbolicLink(tile, Path.of("/dev/zero"));
    assertUnusable("tile/0/000 leads out");
  }

  @Test
  @Timeout(20)
  void readsOnlyRegularFilesOfTheRightSize() throws Exception {
    Path tile = folder.resolve("tile/0/000");
    Files.write(tile, new byte[8_193]);
    assertUnusable("tile/0/000 in " + folder + " is larger than 8192 bytes");
    Files.delete(tile);
    Files.createDirectory(tile);
    assertUnusable("not a regular file");
    Files.delete(tile);
    Process mkfifo = new ProcessBuilder("mkfifo", tile.toString()).start();
    assertEquals(0, mkfifo.waitFor());
    assertUnusable("not a regular file");
  }

  private void assertUnusable(String wanted) {
    MalformedException failure = assertThrows(MalformedException.class, () -> reader.tile(FIRST));
    String said = String.valueOf(failure.getMessage());
    assertTrue(said.contains(wanted), said);
  }
}
