package dev.cairn.tree.tiles;

import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.Prover;
import dev.cairn.tree.merkle.StoredLevels;
import dev.cairn.tree.merkle.Tile;
import dev.cairn.tree.merkle.TreeHead;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The partial tiles at the right edge of a tree, at most one of each level. Together they hold the
 * roots of all complete subtrees that make up the tree, and nothing else: so they are right if, and
 * only if, they fold to its root.
 */
final class Edge {
  private final Map<Integer, HashTile> tiles;

  private Edge(Map<Integer, HashTile> tiles) {
    this.tiles = tiles;
  }

  /** Reads a head's edge. */
  static Edge read(TreeHead head, TileFiles files) throws IOException, VerificationException {
    Map<Integer, HashTile> tiles = new HashMap<>();
    for (Tile tile : partialTiles(head.size())) {
      tiles.put(tile.level(), files.tile(tile));
    }
    Edge edge = new Edge(tiles);
    edge.check(head);
    return edge;
  }

  private static List<Tile> partialTiles(long size) {
    List<Tile> partial = new ArrayList<>();
    int level = 0;
    for (long hashes = size; hashes > 0; hashes >>>= Tile.HEIGHT) {
      int width = (int) (hashes & (Tile.FULL - 1));
      if (width > 0) {
        partial.add(new Tile(level, hashes >>> Tile.HEIGHT, width));
      }
      level++;
    }
    return partial;
  }

  private void check(TreeHead head) throws VerificationException {
    Hash root = new Prover(new StoredLevels(Tile.HEIGHT, this::hashes)).root(head.size());
    if (!root.equals(head.root())) {
      throw new VerificationException(
          "%s not hash to the root of the head of size %d"
              .formatted(
                  tiles.size() == 1
                      ? only() + " does"
                      : tiles.values().stream()
                              .map(HashTile::toString)
                              .collect(Collectors.joining(", "))
                          + " together do",
                  head.size()));
    }
  }

  private HashTile only() {
    return tiles.values().iterator().next();
  }

  private List<Hash> hashes(int treeLevel, long first, int count) {
    HashTile tile = tile(treeLevel / Tile.HEIGHT);
    int from = (int) (first - tile.tile().firstHash());
    return tile.hashes().subList(from, from + count);
  }

  /** The partial tile of a level that has one. */
  HashTile tile(int level) {
    HashTile tile = tiles.get(level);
    if (tile == null) {
      throw new IllegalArgumentException("the edge has no tile of level " + level);
    }
    return tile;
  }
}
