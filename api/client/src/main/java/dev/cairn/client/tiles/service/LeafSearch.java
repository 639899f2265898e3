package dev.cairn.client.tiles.service;

import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.Tile;
import dev.cairn.tree.tiles.HashTile;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/** Looks for a leaf in tiles that were verified, from the newest to the oldest. */
final class LeafSearch {
  private LeafSearch() {}

  /** The last index of a leaf; empty if the tree has none. Reads all tiles of level 0 then. */
  static OptionalLong find(SignedTree signed, Hash leaf)
      throws IOException, VerificationException, InterruptedException {
    long tiles = Math.ceilDiv(signed.size(), Tile.FULL);
    LongStream newestFirst = LongStream.range(0, tiles).map(i -> tiles - 1 - i);
    try (Ahead<HashTile> ahead = new Ahead<>(newestFirst, index -> signed.tree().tile(0, index))) {
      Optional<HashTile> next = ahead.next();
      while (next.isPresent()) {
        int position = next.get().hashes().lastIndexOf(leaf);
        if (position >= 0) {
          return OptionalLong.of(next.get().tile().firstHash() + position);
        }
        next = ahead.next();
      }
    }
    return OptionalLong.empty();
  }
}
