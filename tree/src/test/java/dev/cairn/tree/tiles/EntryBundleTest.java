package dev.cairn.tree.tiles;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.merkle.Tile;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntryBundleTest {
  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  @Test
  void hasTheLengthOfEachEntryBeforeIt() throws MalformedException {
    Tile tile = new Tile(0, 3, 3);
    EntryBundle bundle = EntryBundle.of(tile, List.of(bytes("aa"), new byte[0], bytes("bbcc")));
    assertArrayEquals(bytes("0001aa00000002bbcc"), bundle.toBytes());
    assertArrayEquals(bytes("bbcc"), EntryBundle.parse(tile, bundle.toBytes()).entry(2));
    assertArrayEquals(bytes("0001aa0000"), bundle.first(2).toBytes());
    assertEquals("tile/entries/003.p/2", bundle.first(2).toString());
  }

  @Test
  void holdsTheLargestEntries() throws MalformedException {
    byte[] largest = new byte[EntryBundle.MAX_ENTRY_BYTES];
    Tile tile = new Tile(0, 0, 256);
    EntryBundle bundle = EntryBundle.of(tile, Collections.nCopies(256, largest));
    assertEquals(EntryBundle.MAX_BYTES, bundle.length());
    assertArrayEquals(largest, EntryBundle.parse(tile, bundle.toBytes()).entry(255));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            EntryBundle.of(new Tile(0, 0, 1), List.of(new byte[EntryBundle.MAX_ENTRY_BYTES + 1])));
  }

  @ParameterizedTest
  @CsvSource({
    "1,''",
    "1,00",
    "1,0001",
    "1,0002aa",
    "2,0001aa",
    "2,0001aa00",
    "1,0001aabb",
    "1,00000000"
  })
  void refusesAnyOtherLength(int width, String hex) {
    assertThrows(
        MalformedException.class, () -> EntryBundle.parse(new Tile(0, 0, width), bytes(hex)));
  }

  @Test
  void onlyLeavesHaveEntries() {
    assertThrows(
        IllegalArgumentException.class,
        () -> EntryBundle.of(new Tile(1, 0, 1), List.of(bytes(""))));
  }
}
