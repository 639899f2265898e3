package dev.cairn.bench.micro;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.tree.merkle.Hash;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What is compared computes the same. */
class LanesTest {
  @Test
  void tilesHaveTheRootsThatNodesGiveOneByOne() {
    TilesBenchmark lanes = new TilesBenchmark();
    TilesBenchmark oneByOne = new TilesBenchmark();
    lanes.size = 3;
    oneByOne.size = 3;
    lanes.prepare();
    oneByOne.prepare();

    byte[] expected = Arrays.copyOf(oneByOne.messageDigest(), 3 * Hash.BYTES);

    assertArrayEquals(expected, lanes.roots());
  }

  @Test
  void leavesAreThoseOfOneByOne() {
    LeavesBenchmark lanes = new LeavesBenchmark();
    LeavesBenchmark oneByOne = new LeavesBenchmark();
    lanes.size = 200;
    lanes.prepare();
    oneByOne.size = 200;
    oneByOne.prepare();

    assertArrayEquals(oneByOne.messageDigest().clone(), lanes.leaves());
  }

  @Test
  void blocksAreThoseOfSha256() {
    assertEquals(1, Sha256.blocks(55));
    assertEquals(2, Sha256.blocks(56));
    assertEquals(255 * 2, TilesBenchmark.blocks(1));
    assertEquals(256 * 257, LeavesBenchmark.blocks(16_384));
  }
}
