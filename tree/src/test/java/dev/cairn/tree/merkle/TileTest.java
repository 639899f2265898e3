package dev.cairn.tree.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.tree.MalformedException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TileTest {
  private static final long MAX_INDEX = (1L << 55) - 1;

  @Test
  void hasThePathOfTheSpecification() {
    assertEquals("tile/0/x001/x234/067", new Tile(0, 1_234_067, 256).path());
    assertEquals("tile/63/000.p/255", new Tile(63, 0, 255).path());
    assertEquals("tile/1/999", new Tile(1, 999, 256).path());
    assertEquals("tile/1/x001/000.p/1", new Tile(1, 1_000, 1).toString());
    assertEquals("tile/0/x036/x028/x797/x018/x963/967.p/7", new Tile(0, MAX_INDEX, 7).path());
    assertEquals("tile/entries/x273/456.p/112", new Tile(0, 273_456, 112).entriesPath());
    assertThrows(IllegalStateException.class, () -> new Tile(1, 0, 1).entriesPath());
  }

  @Test
  void parsesWhatItPrints() throws MalformedException {
    Random random = new Random(256);
    for (int round = 0; round < 10_000; round++) {
      long index = random.nextLong() >>> (9 + random.nextInt(55));
      Tile tile = new Tile(random.nextInt(64), index, 1 + random.nextInt(256));
      assertEquals(tile, Tile.parse(tile.path()));
      Tile bundle = new Tile(0, index, tile.width());
      assertEquals(bundle, Tile.parseEntries(bundle.entriesPath()));
    }
  }

  @Test
  void tilesAreNotBundles() {
    assertThrows(MalformedException.class, () -> Tile.parse("tile/entries/000"));
    assertThrows(MalformedException.class, () -> Tile.parseEntries("tile/0/000"));
  }

  @Test
  void hasTheWidthsOfTheSpecification() {
    assertEquals(256, Tile.width(0, 272, 70_000));
    assertEquals(112, Tile.width(0, 273, 70_000));
    assertEquals(0, Tile.width(0, 274, 70_000));
    assertEquals(256, Tile.width(1, 0, 70_000));
    assertEquals(17, Tile.width(1, 1, 70_000));
    assertEquals(1, Tile.width(2, 0, 70_000));
    assertEquals(0, Tile.width(3, 0, 70_000));
    assertEquals(256, Tile.width(0, 0, 256));
    assertEquals(1, Tile.width(1, 0, 256));
    assertEquals(0, Tile.width(0, 0, 0));
  }

  @Test
  void hasWidthsUpToTheLargestSize() {
    long max = Long.MAX_VALUE;
    assertEquals(255, Tile.width(0, MAX_INDEX, max));
    assertEquals(127, Tile.width(7, 0, max));
    assertEquals(0, Tile.width(7, 1, max));
    for (int level = 8; level < 64; level++) {
      assertEquals(0, Tile.width(level, 0, max));
    }
    assertThrows(IllegalArgumentException.class, () -> Tile.width(0, 0, -1));
    assertThrows(IllegalArgumentException.class, () -> Tile.width(0, -1, 5));
    assertThrows(IllegalArgumentException.class, () -> Tile.width(64, 0, 5));
  }

  @Test
  void isWithinATreeThatHasAllOfItsHashes() {
    assertTrue(new Tile(0, 273, 112).isWithin(70_000));
    assertTrue(new Tile(0, 273, 5).isWithin(70_000));
    assertFalse(new Tile(0, 273, 113).isWithin(70_000));
    assertFalse(new Tile(0, 273, 256).isWithin(70_000));
    assertFalse(new Tile(0, 274, 1).isWithin(70_000));
    assertTrue(new Tile(0, 0, 256).isFull());
    assertFalse(new Tile(0, 0, 255).isFull());
  }

  @Test
  void knowsItsFirstHash() {
    Tile tile = new Tile(2, 3, 256);
    assertEquals(16, tile.treeLevel());
    assertEquals(768, tile.firstHash());
    assertEquals(Long.MAX_VALUE - 255, new Tile(0, MAX_INDEX, 1).firstHash());
  }

  @Test
  void coordinatesAreBounded() {
    assertThrows(IllegalArgumentException.class, () -> new Tile(-1, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new Tile(64, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new Tile(0, -1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Tile(0, MAX_INDEX + 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Tile(0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Tile(0, 0, 257));
  }
}
