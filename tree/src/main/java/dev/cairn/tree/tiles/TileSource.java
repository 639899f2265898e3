package dev.cairn.tree.tiles;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.merkle.Tile;
import java.io.IOException;
import java.util.Optional;

/**
 * Where a log's files come from. Nothing that it gives is verified. Safe for several threads.
 *
 * <p>Only files are asked for that a verified head implies, and full files in their place (C2SP
 * tlog-tiles, "Partial tiles").
 */
public interface TileSource {
  /**
   * The bytes of a tile's file.
   *
   * @return no more bytes than a few above {@link HashTile#MAX_BYTES} need to be read, since more
   *     are refused; empty if there is no such file
   * @throws IOException if the source cannot be read now
   * @throws MalformedException if what is there cannot be the file; the message names it
   */
  Optional<byte[]> tile(Tile tile) throws IOException, MalformedException;

  /**
   * The bytes of a bundle's file, not compressed.
   *
   * @param tile of level 0, over the bundle's entries
   * @return likewise, with {@link EntryBundle#MAX_BYTES}
   * @throws IOException if the source cannot be read now
   * @throws MalformedException if what is there cannot be the file; the message names it
   */
  Optional<byte[]> entries(Tile tile) throws IOException, MalformedException;
}
