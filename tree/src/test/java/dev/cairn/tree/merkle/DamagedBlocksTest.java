package dev.cairn.tree.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.tree.VerificationException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A flipped bit in any hash that the store keeps: what was read of it is never part of a proof. */
class DamagedBlocksTest {
  private static final int SPACING = 4;
  private static final long SIZE = 4_096 + 256 + 16 + 3; // blocks at the edge of levels 0, 4, 8, 12
  private static final MemoryTree TRUTH = MemoryTree.ofSingleBytes(SIZE);
  private static final TreeHead HEAD = TRUTH.frontier().head();
  private static final Prover ORACLE = new Prover(TRUTH);

  private Node damaged;
  private int bit;
  private boolean wasRead;

  @BeforeEach
  void undamaged() {
    damaged = new Node(Node.MAX_LEVEL, 0);
    wasRead = false;
  }

  private List<Hash> read(int level, long first, int count) {
    List<Hash> hashes = new ArrayList<>(TRUTH.read(level, first, count));
    if (level == damaged.level() && damaged.index() >= first && damaged.index() < first + count) {
      int at = (int) (damaged.index() - first);
      hashes.set(at, Flip.bit(hashes.get(at), bit));
      wasRead = true;
    }
    return hashes;
  }

  private void damage(int level, long index) {
    damaged = new Node(level, index);
    bit = (int) ((index * 37 + level) % 256);
    wasRead = false;
  }

  /** Proves, and sees to it that nothing false comes out and that nothing read is passed over. */
  private boolean proves(BlockCache cache, long index) {
    wasRead = false;
    try {
      LeafProof proof = CheckedTree.open(HEAD, this::read, cache).inclusion(index);
      assertTrue(!wasRead, "what is damaged was read");
      assertEquals(TRUTH.hash(0, index), proof.leaf());
      assertEquals(ORACLE.inclusion(index, SIZE), proof.path());
      return true;
    } catch (VerificationException e) {
      assertTrue(wasRead, "refused without a reason");
      return false;
    }
  }

  @Test
  void withNothingKeptEveryBitThatAProofRestsOnCounts() {
    for (int level = 0; level <= 12; level += SPACING) {
      for (long node = 0; node < SIZE >> level; node += level == 0 ? 13 : 1) {
        damage(level, node);
        long under = node << level;
        assertTrue(!proves(new BlockCache(SPACING), under), "level " + level + " node " + node);
        proves(new BlockCache(SPACING), SIZE - 1 - under);
      }
    }
  }

  @Test
  void everyBitOfAHashCounts() {
    for (bit = 0; bit < 256; bit++) {
      damaged = new Node(4, 7);
      assertTrue(!proves(new BlockCache(SPACING), 7 << 4));
    }
  }

  @Test
  void whatIsKeptIsRightAndTheRestIsStillChecked() {
    for (int level = 0; level <= 12; level += SPACING) {
      for (long node = 0; node < SIZE >> level; node += level == 0 ? 97 : 5) {
        BlockCache cache = new BlockCache(SPACING);
        undamaged();
        proves(cache, 1_000);
        proves(cache, SIZE - 1);
        damage(level, node);
        for (long index = 0; index < SIZE; index += 31) {
          proves(cache, index);
        }
      }
    }
  }

  @Test
  void damageIsNotKept() {
    BlockCache cache = new BlockCache(SPACING);
    damage(0, 37);
    assertTrue(!proves(cache, 40));
    assertTrue(!proves(cache, 40));
    undamaged();
    assertTrue(proves(cache, 40));
  }

  @Test
  void anOlderTreeIsCheckedAgainstTheNewest() throws Exception {
    for (long size : List.of(5L, 256L, 1_000L, 4_096L, 4_100L)) {
      for (int level = 0; level <= 12; level += SPACING) {
        for (long node = 0; node < SIZE >> level; node += level == 0 ? 97 : 5) {
          damage(level, node);
          BlockCache cache = new BlockCache(SPACING);
          try {
            CheckedTree older = CheckedTree.open(HEAD, this::read, cache).prefix(size);
            assertEquals(ORACLE.head(size), older.head());
            assertTrue(!wasRead, "what is damaged was read");
          } catch (VerificationException e) {
            assertTrue(wasRead, "refused without a reason");
          }
        }
      }
    }
  }

  @Test
  void theEdgeOfAGrownTreeIsChecked() throws Exception {
    BlockCache cache = new BlockCache(SPACING);
    CheckedTree.open(ORACLE.head(SIZE - 3), this::read, cache);
    damage(0, SIZE - 2);
    assertThrows(VerificationException.class, () -> CheckedTree.open(HEAD, this::read, cache));
    undamaged();
    assertEquals(HEAD, CheckedTree.open(HEAD, this::read, cache).head());
  }
}
