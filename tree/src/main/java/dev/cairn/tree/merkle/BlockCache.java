package dev.cairn.tree.merkle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one log's tree between proofs: blocks of nodes with all that was hashed
 * over them, and the edges of some sizes. Bounded, and safe for several threads.
 *
 * <p>Each block has one place, which it shares with those that are a fixed number of blocks away;
 * the one kept last has it. From level 8 on there is room for all blocks of a tree of 134 million
 * leaves, one byte for four leaves; a larger tree's share places. Below, as many are kept as the
 * newest leaves of a busy log need. With every fourth level stored, a block takes 1 kB, and all of
 * them at most 38 MB.
 */
public final class BlockCache {
  /** From this level on all blocks are kept, up to those with that many nodes of the level. */
  private static final int TILE_LEVEL = 8;

  private static final int TILE_LEVEL_NODES = 1 << 19;
  private static final int RECENT_BLOCKS = 1 << 8;
  private static final int LEAST_BLOCKS = 1 << 6;
  private static final int EDGES = 1 << 4;

  private final int spacing;
  private final List<AtomicReferenceArray<@Nullable Block>> blocks = new ArrayList<>();
  private final AtomicReferenceArray<@Nullable Edge> edges = new AtomicReferenceArray<>(EDGES);
  private volatile @Nullable Edge newest;

  /**
   * @param spacing levels from one kept level to the next, as in {@link StoredLevels}, 1 to 8
   * @throws IllegalArgumentException if the spacing is out of range
   */
  public BlockCache(int spacing) {
    if (spacing < 1 || spacing > StoredLevels.MAX_SPACING) {
      throw new IllegalArgumentException(
          "spacing " + spacing + " is not in 1 to " + StoredLevels.MAX_SPACING);
    }
    this.spacing = spacing;
    for (int level = 0; level <= Node.MAX_LEVEL; level += spacing) {
      blocks.add(new AtomicReferenceArray<>(places(level)));
    }
  }

  private int places(int level) {
    if (level < TILE_LEVEL) {
      return RECENT_BLOCKS;
    }
    int levelsUp = Math.min(level + spacing - TILE_LEVEL, Integer.SIZE - 1);
    return Math.max(LEAST_BLOCKS, TILE_LEVEL_NODES >> levelsUp);
  }

  int spacing() {
    return spacing;
  }

  /** The block, if it is kept and has the root that the block above it has in its place. */
  Optional<Block> find(int kept, long number, Block above) {
    AtomicReferenceArray<@Nullable Block> places = blocks.get(kept);
    Block block = places.getAcquire(place(number, places.length()));
    return block != null && block.isAt(kept * spacing, number) && block.isUnder(above)
        ? Optional.of(block)
        : Optional.empty();
  }

  /** Whether a block has a place here: from level 8 on each has, below those at the tree's end. */
  boolean hasPlace(int kept, long number, long size) {
    int level = kept * spacing;
    return level >= TILE_LEVEL || Bits.shift(size, level + spacing) - number <= RECENT_BLOCKS;
  }

  /** Keeps a block in the place of what was there. */
  void keep(int kept, long number, Block block) {
    AtomicReferenceArray<@Nullable Block> places = blocks.get(kept);
    places.setRelease(place(number, places.length()), block);
  }

  private static int place(long number, int places) {
    return (int) number & (places - 1); // a power of two
  }

  /** The edge of a size, if it is kept. */
  Optional<Edge> edge(long size) {
    Edge edge = edges.getAcquire(place(size, EDGES));
    return edge != null && edge.size() == size ? Optional.of(edge) : Optional.empty();
  }

  /** The edge of the largest size that was kept. */
  Optional<Edge> newestEdge() {
    return Optional.ofNullable(newest);
  }

  /** Keeps an edge that was verified. */
  void keep(Edge edge) {
    edges.setRelease(place(edge.size(), EDGES), edge);
    Edge before = newest;
    if (before == null || before.size() < edge.size()) {
      newest = edge; // of two at once either may stay: both are right
    }
  }
}
