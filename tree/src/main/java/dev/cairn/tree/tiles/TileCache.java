package dev.cairn.tree.tiles;

import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.Tile;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Full tiles of one log that were verified; those that were not used for longest make room. One
 * takes some 8.5 KB. Safe for several threads.
 */
public final class TileCache {
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Tile, HashTile> tiles;

  /**
   * @param maxTiles the most tiles to keep, at least 1
   */
  public TileCache(int maxTiles) {
    if (maxTiles < 1) {
      throw new IllegalArgumentException("a cache of " + maxTiles + " tiles");
    }
    this.tiles =
        new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Tile, HashTile> eldest) {
            return size() > maxTiles;
          }
        };
  }

  /** The tile, if it is kept and has the root that the tree wants there. */
  Optional<HashTile> find(Tile tile, Hash wanted) {
    lock.lock();
    try {
      HashTile kept = tiles.get(tile);
      return kept != null && kept.root().equals(wanted) ? Optional.of(kept) : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Keeps a full tile that was verified. */
  void keep(HashTile verified) {
    lock.lock();
    try {
      tiles.put(verified.tile(), verified);
    } finally {
      lock.unlock();
    }
  }
}
