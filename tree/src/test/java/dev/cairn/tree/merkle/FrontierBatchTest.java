package dev.cairn.tree.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.tree.lanes.BatchHasher;
import dev.cairn.tree.lanes.Lanes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Appending many leaves at once, held against appending them one by one. */
class FrontierBatchTest {
  private static final int LEAVES = 5_000;
  private final BatchHasher batch = Lanes.newHasher();
  private final MemoryTree oracle =
      MemoryTree.of(LEAVES, i -> new byte[] {(byte) i, (byte) (i >>> 8)});

  /** What a frontier told of the kept levels, checked to come without gaps. */
  private static final class Kept implements RunSink {
    private final Map<Integer, List<Hash>> levels = new HashMap<>();
    private int lastLevel = -1;

    @Override
    public void accept(int level, long first, HashList hashes) {
      List<Hash> known = levels.computeIfAbsent(level, _ -> new ArrayList<>());
      assertEquals(known.size(), first, "the first node of level " + level);
      assertEquals(false, hashes.isEmpty());
      known.addAll(hashes);
      assertEquals(true, level > lastLevel, "levels ascend");
      lastLevel = level;
    }

    void next() {
      lastLevel = -1;
    }
  }

  private HashList leaves(int from, int to) {
    List<Hash> leaves = new ArrayList<>();
    for (int i = from; i < to; i++) {
      leaves.add(oracle.hash(0, i));
    }
    return HashList.copyOf(leaves);
  }

  private void check(int spacing, Frontier frontier, Kept kept) {
    int size = Math.toIntExact(frontier.size());
    assertEquals(Frontier.load(size, oracle).head(), frontier.head());
    for (int level = 0; size >>> level > 0; level += spacing) {
      List<Hash> found = kept.levels.getOrDefault(level, List.of());
      assertEquals(size >>> level, found.size(), "nodes of level " + level);
      for (int i = 0; i < found.size(); i++) {
        assertEquals(oracle.hash(level, i), found.get(i));
      }
    }
    assertEquals(true, kept.levels.keySet().stream().allMatch(level -> level % spacing == 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 8})
  void everySplitOfASmallTreeIsTheSameTree(int spacing) {
    for (int first = 0; first <= 70; first++) {
      for (int second = first; second <= 70; second++) {
        Frontier frontier = new Frontier();
        Kept kept = new Kept();
        frontier.append(leaves(0, first), batch, spacing, kept);
        kept.next();
        frontier.append(leaves(first, second), batch, spacing, kept);
        check(spacing, frontier, kept);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 8})
  void randomBatchesMakeTheSameTree(int spacing) {
    SplittableRandom random = new SplittableRandom(spacing);
    Frontier frontier = new Frontier();
    Kept kept = new Kept();
    while (frontier.size() < LEAVES) {
      int from = Math.toIntExact(frontier.size());
      int to = Math.min(LEAVES, from + random.nextInt(1, 1 << random.nextInt(1, 11)));
      frontier.append(leaves(from, to), batch, spacing, kept);
      kept.next();
      assertEquals(to, frontier.size());
    }
    check(spacing, frontier, kept);
  }

  @Test
  void oneByOneGoesOnAfterABatch() {
    Frontier frontier = new Frontier();
    frontier.append(leaves(0, 37), batch, 4, (_, _, _) -> {});
    for (int i = 37; i < 300; i++) {
      frontier.append(oracle.hash(0, i), (_, _, _) -> {});
      assertEquals(Frontier.load(i + 1, oracle).head(), frontier.head());
    }
  }

  @Test
  void aTreeHasAnEnd() {
    Frontier full = Frontier.of(Long.MAX_VALUE - 1, Collections.nCopies(62, TreeHasher.EMPTY_ROOT));
    assertThrows(
        IllegalStateException.class, () -> full.append(leaves(0, 2), batch, 4, (_, _, _) -> {}));
  }
}
