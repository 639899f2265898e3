package dev.cairn.client.mirror;

import dev.cairn.client.MemoryException;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.Tile;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.tiles.EntryBundle;
import dev.cairn.tree.tiles.TileCache;
import dev.cairn.tree.tiles.TileSource;
import dev.cairn.tree.tiles.TiledTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads the bundles of one tree from a source within a budget, whatever the source sends: no more
 * is read of a bundle than there is a place for. Most are small, so there is a small place first,
 * and a larger one for what does not fit. Safe for several threads.
 */
final class BundleReads {
  private static final List<Integer> LENGTHS = List.of(512 << 10, 2 << 20, EntryBundle.MAX_BYTES);

  private final List<TiledTree> trees = new ArrayList<>(); // one for each length
  private final ByteBudget budget;
  // The first length that is tried: the one that the largest bundle so far has needed.
  private final AtomicInteger first;

  /** Reads of a bundle no more than it is told. */
  @FunctionalInterface
  interface Bounded {
    /**
     * The file of a bundle.
     *
     * @param maxBytes the most that it may have
     * @throws MalformedException if it has more
     */
    Optional<byte[]> entries(Tile tile, int maxBytes) throws IOException, MalformedException;

    /** Whether this heeds the bound; all bundles need the largest place otherwise. */
    default boolean isBounded() {
      return true;
    }

    /** The bundles of a source that cannot be told. */
    static Bounded of(TileSource source) {
      return new Bounded() {
        @Override
        public Optional<byte[]> entries(Tile tile, int maxBytes)
            throws IOException, MalformedException {
          return source.entries(tile);
        }

        @Override
        public boolean isBounded() {
          return false;
        }
      };
    }
  }

  /** What becomes of a bundle, as long as it has its place. */
  @FunctionalInterface
  interface Use {
    void accept(EntryBundle bundle) throws MemoryException, InterruptedException;
  }

  /**
   * @param tiles has the head's partial tiles; what is in the cache is not asked for
   */
  BundleReads(
      TreeHead head, TileSource tiles, TileCache cache, Bounded bundles, ByteBudget budget) {
    for (int length : LENGTHS) {
      trees.add(new TiledTree(head, new Cut(tiles, bundles, length), cache));
    }
    this.budget = budget;
    this.first = new AtomicInteger(bundles.isBounded() ? 0 : LENGTHS.size() - 1);
  }

  /** Reads a bundle, and verifies it. */
  void read(long index, Use use)
      throws IOException, VerificationException, MemoryException, InterruptedException {
    for (int size = first.get(); ; size++) {
      try (ByteBudget.Place _ = budget.take(LENGTHS.get(size))) {
        EntryBundle bundle = trees.get(size).entries(index);
        first.accumulateAndGet(size, Math::max);
        use.accept(bundle);
        return;
      } catch (VerificationException e) {
        if (size == LENGTHS.size() - 1) {
          throw e; // it is not just larger than its place
        }
      }
    }
  }

  /** Bundles of at most some bytes. */
  private record Cut(TileSource tiles, Bounded bundles, int maxBytes) implements TileSource {
    @Override
    public Optional<byte[]> tile(Tile tile) throws IOException, MalformedException {
      return tiles.tile(tile);
    }

    @Override
    public Optional<byte[]> entries(Tile tile) throws IOException, MalformedException {
      return bundles.entries(tile, maxBytes);
    }
  }
}
