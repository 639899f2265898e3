package dev.cairn.tree.tiles;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.merkle.Tile;
import dev.cairn.tree.merkle.TreeHasher;
import java.util.Arrays;

/** Whatever bytes are taken as a bundle are the one form of its entries. */
class EntryBundleFuzzTest {
  @FuzzTest
  void parse(byte[] data) {
    Tile tile = new Tile(0, 7, data.length == 0 ? 1 : 1 + (data[0] & 0xff));
    byte[] file = Arrays.copyOfRange(data, Math.min(1, data.length), data.length);
    try {
      EntryBundle bundle = EntryBundle.parse(tile, file);
      assertArrayEquals(file, EntryBundle.of(tile, bundle.entries()).toBytes());
      assertEquals(tile.width(), bundle.leafHashes().size());
      assertEquals(new TreeHasher().leaf(bundle.entry(0)), bundle.leafHashes().getFirst());
    } catch (MalformedException e) {
      // refused
    }
  }
}
