package dev.cairn.server.tiles;

import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.Snapshot;
import dev.cairn.server.store.StoreException;
import dev.cairn.tree.merkle.Tile;
import dev.cairn.tree.tiles.EntryBundle;
import dev.cairn.tree.tiles.HashTile;
import dev.cairn.tree.tiles.TileSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Cuts the files of a log from its store, each under one read transaction. What does not reach the
 * store's tree is not there.
 */
public final class StoreTiles implements TileSource {
  // Fewer than a store's readers, so that gRPC's reads always find one.
  private static final int READS_AT_A_TIME = 4;

  private final LogStore store;
  private final Semaphore reads = new Semaphore(READS_AT_A_TIME);

  /**
   * @param store stays open
   */
  public StoreTiles(LogStore store) {
    this.store = store;
  }

  @Override
  public Optional<byte[]> tile(Tile tile) throws IOException {
    return read(
        view ->
            tile.isWithin(view.head().size())
                ? Optional.of(
                    HashTile.of(
                            tile,
                            view.hashes(
                                tile.treeLevel(),
                                tile.firstHash(),
                                tile.firstHash() + tile.width()))
                        .toBytes())
                : Optional.empty());
  }

  @Override
  public Optional<byte[]> entries(Tile tile) throws IOException {
    return read(view -> {
          if (!tile.isWithin(view.head().size())) {
            return Optional.<List<byte[]>>empty();
          }
          List<byte[]> entries = new ArrayList<>(tile.width());
          view.entries(
              tile.firstHash(), tile.firstHash() + tile.width(), (_, entry) -> entries.add(entry));
          return Optional.of(entries);
        })
        .map(entries -> EntryBundle.of(tile, entries).toBytes());
  }

  private <T> T read(Function<Snapshot, T> reading) throws IOException {
    reads.acquireUninterruptibly();
    try {
      return store.read(reading);
    } catch (StoreException e) {
      throw new IOException(e.getMessage(), e);
    } finally {
      reads.release();
    }
  }
}
