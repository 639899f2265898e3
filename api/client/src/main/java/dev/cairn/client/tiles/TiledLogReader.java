package dev.cairn.client.tiles;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.merkle.Tile;
import dev.cairn.tree.tiles.EntryBundle;
import dev.cairn.tree.tiles.HashTile;
import dev.cairn.tree.tiles.TileSource;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads the files of a tiled log. Nothing that it gives is verified. Safe for several threads.
 *
 * <p>Over HTTP: no redirect is followed; bodies may be packed with gzip, and have a bound packed
 * and unpacked. A server that cannot be connected to, or answers 429 or 5xx, is asked up to 5
 * times. In a folder: only regular files, and none that a symbolic link has elsewhere.
 */
public final class TiledLogReader implements TileSource, AutoCloseable {
  /** The most bytes of a checkpoint: room for a hundred signatures of the largest kind. */
  public static final int MAX_CHECKPOINT_BYTES = 384 << 10;

  private static final String CHECKPOINT = "checkpoint";

  private final TilesLocation location;
  private final LogFiles files;

  private TiledLogReader(TilesLocation location, LogFiles files) {
    this.location = location;
    this.files = files;
  }

  /** Reads what is there, as {@link Reading#DEFAULT} says. Nothing is connected to yet. */
  public static TiledLogReader open(TilesLocation location) {
    return open(location, Reading.DEFAULT);
  }

  /** Reads what is there. Nothing is connected to yet. */
  public static TiledLogReader open(TilesLocation location, Reading reading) {
    return new TiledLogReader(
        location,
        switch (location) {
          case TilesLocation.Web web -> new WebFiles(web, reading);
          case TilesLocation.Folder folder -> new FolderFiles(folder.path());
        });
  }

  /** Where the files are. */
  public TilesLocation location() {
    return location;
  }

  /**
   * The log's newest checkpoint, as it is now.
   *
   * @throws IOException if it cannot be read now, or is not there
   * @throws MalformedException if what is there cannot be a checkpoint
   */
  public byte[] checkpoint() throws IOException, MalformedException {
    return files
        .read(CHECKPOINT, MAX_CHECKPOINT_BYTES)
        .orElseThrow(() -> new IOException("there is no file checkpoint at " + location));
  }

  @Override
  public Optional<byte[]> tile(Tile tile) throws IOException, MalformedException {
    return files.read(tile.path(), HashTile.MAX_BYTES);
  }

  @Override
  public Optional<byte[]> entries(Tile tile) throws IOException, MalformedException {
    return entries(tile, EntryBundle.MAX_BYTES);
  }

  /**
   * The bytes of a bundle's file, if they are not too many.
   *
   * @param tile of level 0, over the bundle's entries
   * @param maxBytes the most that are read, at most {@link EntryBundle#MAX_BYTES}
   * @return empty if there is no such file
   * @throws IOException if the source cannot be read now
   * @throws MalformedException if what is there cannot be the file, or is larger
   */
  public Optional<byte[]> entries(Tile tile, int maxBytes) throws IOException, MalformedException {
    return files.read(tile.entriesPath(), maxBytes);
  }

  @Override
  public void close() {
    files.close();
  }

  @Override
  public String toString() {
    return location.toString();
  }
}
