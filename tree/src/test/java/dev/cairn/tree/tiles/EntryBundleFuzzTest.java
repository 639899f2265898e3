package dev.cairn.tree.tiles;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.merkle.Tile;
import dev.cairn.tree.merkle.TreeHasher;

/** Whatever bytes are taken as a bundle are the one form of its entries. */
class EntryBundleFuzzTest {
  @FuzzTest
  void parse(FuzzedDataProvider data) {
    Tile tile = new Tile(0, 7, data.consumeInt(1, 256));
    byte[] file = data.consumeRemainingAsBytes();
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
