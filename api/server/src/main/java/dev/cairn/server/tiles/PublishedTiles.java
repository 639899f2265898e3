package dev.cairn.server.tiles;

import dev.cairn.server.store.StoreException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.Tile;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.tiles.EntryBundle;
import dev.cairn.tree.tiles.HashTile;
import dev.cairn.tree.tiles.TileCache;
import dev.cairn.tree.tiles.TileSource;
import dev.cairn.tree.tiles.TiledTree;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/** The files of one log that its published heads imply. Safe for many threads. */
public final class PublishedTiles {
  private final String origin;
  private final TileSource source;
  private final Supplier<TreeHead> published;
  private final TileCache cache;
  private final DamageLog damage;
  // A published head, perhaps not the newest: what it does not reach asks for a newer one. So heads
  // may follow each other faster than tiles are read, at no cost.
  private volatile TiledTree tree;

  /**
   * @param origin the log's name, for messages
   * @param source nothing that it gives is believed
   * @param published the newest published head, the bound of all reads
   * @param cache of this log alone
   */
  public PublishedTiles(
      String origin, TileSource source, Supplier<TreeHead> published, TileCache cache) {
    this.origin = origin;
    this.source = source;
    this.published = published;
    this.cache = cache;
    this.damage = new DamageLog(origin);
    this.tree = new TiledTree(published.get(), source, cache);
  }

  /** The log's name. */
  String origin() {
    return origin;
  }

  /**
   * A tile, full or partial, of any width up to the one it has in the published tree.
   *
   * @return empty if the published tree does not reach it
   * @throws DamagedException if the store has other hashes than were published
   * @throws IOException if the store cannot be read now
   */
  public Optional<HashTile> tile(Tile tile) throws DamagedException, IOException {
    Optional<TiledTree> reaching = treeWith(tile);
    if (reaching.isEmpty()) {
      return Optional.empty();
    }
    try {
      HashTile whole = reaching.get().tile(tile.level(), tile.index());
      return Optional.of(whole.first(tile.width()));
    } catch (VerificationException | IOException e) {
      throw damaged(tile.path(), e);
    }
  }

  /**
   * The entries under a tile of level 0, likewise.
   *
   * @throws DamagedException if the store has other entries or hashes than were published
   * @throws IOException if the store cannot be read now
   */
  public Optional<EntryBundle> entries(Tile tile) throws DamagedException, IOException {
    Optional<TiledTree> reaching = treeWith(tile);
    if (reaching.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(reaching.get().entries(tile.index()).first(tile.width()));
    } catch (VerificationException | IOException e) {
      throw damaged(tile.entriesPath(), e);
    }
  }

  /** The files that were not served because they are not what was published, if there are any. */
  public Optional<Damage> damage() {
    return damage.seen();
  }

  private Optional<TiledTree> treeWith(Tile tile) {
    TiledTree known = tree;
    if (tile.isWithin(known.head().size())) {
      return Optional.of(known);
    }
    TreeHead newest = published.get();
    if (!tile.isWithin(newest.size())) {
      return Optional.empty();
    }
    TiledTree grown = new TiledTree(newest, source, cache);
    tree = grown;
    return Optional.of(grown);
  }

  private DamagedException damaged(String path, Exception cause) throws IOException {
    if (cause instanceof IOException unreadable && !isCorrupt(unreadable)) {
      throw unreadable;
    }
    damage.add(path, String.valueOf(cause.getMessage()));
    return new DamagedException(path + " is damaged on this server and not served", cause);
  }

  private static boolean isCorrupt(IOException unreadable) {
    return unreadable.getCause() instanceof StoreException store
        && store.kind() == StoreException.Kind.CORRUPT;
  }
}
