package dev.cairn.backup.form;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.merkle.Tile;
import dev.cairn.tree.tiles.EntryBundle;
import dev.cairn.tree.tiles.HashTile;
import dev.cairn.tree.tiles.TileSource;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** The tiles and entries of a backup. */
public final class BackupTiles implements TileSource {
  private final BackupFiles files;
  // An archive has one position.
  private final ReentrantLock lock = new ReentrantLock();

  /**
   * @param files stays open
   */
  public BackupTiles(BackupFiles files) {
    this.files = files;
  }

  @Override
  public Optional<byte[]> tile(Tile tile) throws IOException, MalformedException {
    return read(tile.path(), HashTile.MAX_BYTES);
  }

  @Override
  public Optional<byte[]> entries(Tile tile) throws IOException, MalformedException {
    return read(tile.entriesPath(), EntryBundle.MAX_BYTES);
  }

  private Optional<byte[]> read(String path, int maxBytes) throws IOException, MalformedException {
    lock.lock();
    try {
      return files.read(BackupPaths.TILES + "/" + path, maxBytes);
    } finally {
      lock.unlock();
    }
  }
}
