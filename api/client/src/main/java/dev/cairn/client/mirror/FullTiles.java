package dev.cairn.client.mirror;

import dev.cairn.tree.merkle.Tile;

/** How many full tiles the levels of a tree have. */
final class FullTiles {
  private FullTiles() {}

  /** The number in a level; also the index of its partial tile, if it has one. */
  static long count(int level, long size) {
    return (size >>> (level * Tile.HEIGHT)) >>> Tile.HEIGHT;
  }
}
