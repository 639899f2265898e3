package dev.cairn.tree.tiles;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.Tile;
import java.io.IOException;
import java.util.Optional;

/** A source's files in their form, with full files in the place of partial ones that are gone. */
final class TileFiles {
  private final TileSource source;

  TileFiles(TileSource source) {
    this.source = source;
  }

  HashTile tile(Tile tile) throws IOException, VerificationException {
    try {
      Optional<byte[]> file = source.tile(tile);
      if (file.isEmpty() && !tile.isFull()) {
        Tile full = full(tile);
        file = source.tile(full);
        if (file.isPresent()) {
          return HashTile.parse(full, file.get()).first(tile.width());
        }
      }
      return HashTile.parse(tile, file.orElseThrow(() -> missing(tile.path())));
    } catch (MalformedException e) {
      throw new VerificationException(String.valueOf(e.getMessage()));
    }
  }

  EntryBundle entries(Tile tile) throws IOException, VerificationException {
    try {
      Optional<byte[]> file = source.entries(tile);
      if (file.isEmpty() && !tile.isFull()) {
        Tile full = full(tile);
        file = source.entries(full);
        if (file.isPresent()) {
          return EntryBundle.parse(full, file.get()).first(tile.width());
        }
      }
      return EntryBundle.parse(tile, file.orElseThrow(() -> missing(tile.entriesPath())));
    } catch (MalformedException e) {
      throw new VerificationException(String.valueOf(e.getMessage()));
    }
  }

  private static Tile full(Tile tile) {
    return new Tile(tile.level(), tile.index(), Tile.FULL);
  }

  private static VerificationException missing(String path) {
    return new VerificationException(path + " is not there, and the head implies it");
  }
}
