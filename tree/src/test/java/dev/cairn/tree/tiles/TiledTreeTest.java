package dev.cairn.tree.tiles;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.ReferenceTree;
import dev.cairn.tree.merkle.Tile;
import dev.cairn.tree.merkle.TreeHead;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TiledTreeTest {
  private static final ReferenceTree ORACLE = MemoryFiles.oracle();

  private static TiledTree tree(long size, MemoryFiles files) {
    return new TiledTree(ORACLE.head(size), files, new TileCache(64));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 70_000})
  void readsEveryFileOfAnHonestLog(long size) throws Exception {
    MemoryFiles files = MemoryFiles.of(size);
    TiledTree tree = tree(size, files);
    for (Map.Entry<String, byte[]> file : Map.copyOf(files.files).entrySet()) {
      if (file.getKey().startsWith("tile/entries/")) {
        long index = Tile.parseEntries(file.getKey()).index();
        assertArrayEquals(file.getValue(), tree.entries(index).toBytes(), file.getKey());
      } else {
        Tile tile = Tile.parse(file.getKey());
        HashTile read = tree.tile(tile.level(), tile.index());
        assertArrayEquals(file.getValue(), read.toBytes(), file.getKey());
        assertEquals(tile, read.tile());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 255, 256, 257, 600, 1_000})
  void provesAsTheDefinitionDoes(long size) throws Exception {
    TiledTree tree = tree(size, MemoryFiles.of(size));
    for (long index = 0; index < size; index += 1 + index / 20) {
      assertEquals(ORACLE.path(index, 0, size), tree.inclusion(index));
      assertEquals(ORACLE.proof(index, size), tree.consistency(index));
      assertEquals(ORACLE.head(index), tree.head(index));
    }
    assertEquals(List.of(), tree.consistency(size));
    assertEquals(ORACLE.head(size), tree.head(size));
  }

  @Test
  void anEmptyLogNeedsNoFiles() throws Exception {
    MemoryFiles files = new MemoryFiles();
    TiledTree tree = new TiledTree(TreeHead.EMPTY, files, new TileCache(1));
    assertEquals(TreeHead.EMPTY, tree.head(0));
    assertEquals(List.of(), tree.consistency(0));
    assertEquals(List.of(), files.asked);
  }

  @Test
  void asksForNothingThatTheHeadDoesNotImply() throws Exception {
    MemoryFiles files = MemoryFiles.of(70_000);
    TiledTree tree = tree(70_000, files);
    List<Hash> _ = tree.inclusion(69_999);
    List<Hash> _ = tree.inclusion(0);
    for (String path : files.asked) {
      assertTrue(files.files.containsKey(path), path);
    }
    assertEquals(files.asked.size(), files.asked.stream().distinct().count(), "nothing twice");
  }

  @Test
  void takesFullFilesWhereThePartialOnesAreGone() throws Exception {
    MemoryFiles grown = MemoryFiles.of(65_536 + 512);
    grown.files.keySet().removeIf(path -> path.contains(".p/"));
    TiledTree early = tree(300, grown);
    assertEquals(ORACLE.path(299, 0, 300), early.inclusion(299));
    assertArrayEquals(MemoryFiles.entry(299), early.entries(1).entry(43));
    assertEquals(44, early.entries(1).tile().width());
  }

  /** Each file of a log changed at a seeded place; whoever reads that file notices, by its name. */
  @Test
  void refusesAnyFlippedByte() throws Exception {
    MemoryFiles honest = MemoryFiles.of(66_000);
    TreeHead head = ORACLE.head(66_000);
    Random random = new Random(4);
    for (String path : honest.files.keySet()) {
      byte[] file = honest.files.get(path).clone();
      file[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
      MemoryFiles lying = new MemoryFiles();
      lying.files.putAll(honest.files);
      lying.files.put(path, file);
      assertRefused(path, () -> read(new TiledTree(head, lying, new TileCache(64)), path));
    }
  }

  private static void read(TiledTree tree, String path) throws Exception {
    if (path.startsWith("tile/entries/")) {
      EntryBundle _ = tree.entries(Tile.parseEntries(path).index());
    } else {
      Tile tile = Tile.parse(path);
      HashTile _ = tree.tile(tile.level(), tile.index());
    }
  }

  private static void assertRefused(String path, Executable reading) {
    VerificationException refusal = assertThrows(VerificationException.class, reading, path);
    String file = path.replaceAll("\\.p/.*", "");
    assertTrue(String.valueOf(refusal.getMessage()).contains(file), refusal.getMessage());
  }

  @Test
  void refusesFilesInEachOthersPlace() throws Exception {
    MemoryFiles files = MemoryFiles.of(1_024);
    byte[] first = files.files.get("tile/0/000");
    files.files.put("tile/0/000", files.files.get("tile/0/001"));
    files.files.put("tile/0/001", first);
    assertRefused("tile/0/000", () -> read(tree(1_024, files), "tile/0/000"));
    assertRefused("tile/0/001", () -> read(tree(1_024, files), "tile/0/001"));
    files.files.put("tile/entries/002", files.files.get("tile/entries/003"));
    assertRefused("tile/entries/002", () -> read(tree(1_024, files), "tile/entries/002"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tile/0/000", "tile/entries/000", "tile/1/000.p/2", "tile/0/002.p/88"})
  void refusesFilesOfAnotherLengthAndMissingOnes(String path) throws Exception {
    MemoryFiles files = MemoryFiles.of(600);
    byte[] file = files.file(path).orElseThrow();
    for (int length : new int[] {0, 1, file.length - 1, file.length + 1, file.length + 32}) {
      files.files.put(path, Arrays.copyOf(file, length));
      assertRefused(path, () -> read(tree(600, files), path));
    }
    files.files.remove(path);
    assertRefused(path, () -> read(tree(600, files), path));
  }

  /** A cache knows the tiles of another history too; they have no place in this one. */
  @Test
  void aSharedCacheIsNotBelieved() throws Exception {
    TileCache cache = new TileCache(64);
    MemoryFiles files = MemoryFiles.of(512);
    TiledTree tree = new TiledTree(ORACLE.head(512), files, cache);
    HashTile _ = tree.tile(0, 1);
    ReferenceTree other = new ReferenceTree(index -> MemoryFiles.entry(index / 300));
    TiledTree fork = new TiledTree(other.head(512), files, cache);
    assertThrows(VerificationException.class, () -> fork.tile(0, 1));
  }

  @Test
  void whatTheSourceCannotReadIsNotALie() {
    TileSource broken =
        new TileSource() {
          @Override
          public Optional<byte[]> tile(Tile tile) throws IOException {
            throw new IOException("the disk is gone");
          }

          @Override
          public Optional<byte[]> entries(Tile tile) throws IOException {
            throw new IOException("the disk is gone");
          }
        };
    TiledTree tree = new TiledTree(ORACLE.head(300), broken, new TileCache(1));
    assertThrows(IOException.class, () -> tree.inclusion(5));
    assertThrows(IOException.class, () -> tree.entries(0));
  }

  @Test
  void positionsBeyondTheHeadAreTheCallersMistake() throws Exception {
    TiledTree tree = tree(300, MemoryFiles.of(300));
    assertThrows(IllegalArgumentException.class, () -> tree.tile(0, 2));
    assertThrows(IllegalArgumentException.class, () -> tree.tile(1, 1));
    assertThrows(IllegalArgumentException.class, () -> tree.entries(2));
    assertThrows(IllegalArgumentException.class, () -> tree.inclusion(300));
    assertThrows(IllegalArgumentException.class, () -> tree.head(301));
    assertThrows(IllegalArgumentException.class, () -> new TileCache(0));
  }
}
