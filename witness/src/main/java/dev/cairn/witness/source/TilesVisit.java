package dev.cairn.witness.source;

import dev.cairn.http.fetch.Deadline;
import dev.cairn.http.fetch.FetchException;
import dev.cairn.http.fetch.HttpFetcher;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.Prover;
import dev.cairn.tree.merkle.StoredLevels;
import dev.cairn.tree.merkle.Tile;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.tiles.HashTile;
import java.io.Serial;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A visit to a log's static files (C2SP tlog-tiles). */
final class TilesVisit implements Visit {
  /** Room for a hundred signatures of the largest kind. */
  static final int MAX_CHECKPOINT_BYTES = 384 * 1024;

  private final HttpFetcher http;
  private final PollUrl url;
  private final Deadline deadline;
  private final Map<Tile, List<Hash>> tiles = new HashMap<>();

  TilesVisit(HttpFetcher http, PollUrl url, Deadline deadline) {
    this.http = http;
    this.url = url;
    this.deadline = deadline;
  }

  @Override
  public byte[] checkpoint() throws FetchException {
    URI uri = url.resolve("checkpoint");
    return http.get(uri, MAX_CHECKPOINT_BYTES, deadline)
        .orElseThrow(() -> new FetchException(uri + " is not there"));
  }

  @Override
  public List<Hash> consistency(long oldSize, long size) throws FetchException {
    return reading(() -> prover(size).consistency(oldSize, size));
  }

  @Override
  public Optional<TreeHead> head(long oldSize, long size) throws FetchException {
    return Optional.of(reading(() -> prover(size).head(oldSize)));
  }

  private Prover prover(long size) {
    return new Prover(
        new StoredLevels(Tile.HEIGHT, (level, first, count) -> hashes(size, level, first, count)));
  }

  private static <T> T reading(Supplier<T> proof) throws FetchException {
    try {
      return proof.get();
    } catch (UnreadableTile e) {
      throw e.why;
    }
  }

  /**
   * The hashes {@code [first, first + count)} of a tree level, in a tree of {@code size} leaves.
   */
  private List<Hash> hashes(long size, int treeLevel, long first, int count) {
    int level = treeLevel / Tile.HEIGHT;
    List<Hash> hashes = new ArrayList<>(count);
    while (hashes.size() < count) {
      long at = first + hashes.size();
      long index = at >>> Tile.HEIGHT;
      Tile tile = new Tile(level, index, Tile.width(level, index, size));
      int from = (int) (at - tile.firstHash());
      int to = Math.min(tile.width(), from + count - hashes.size());
      try {
        hashes.addAll(tile(tile).subList(from, to));
      } catch (FetchException e) {
        throw new UnreadableTile(e);
      }
    }
    return hashes;
  }

  private List<Hash> tile(Tile tile) throws FetchException {
    List<Hash> known = tiles.get(tile);
    if (known == null) {
      known = fetch(tile);
      tiles.put(tile, known);
    }
    return known;
  }

  private List<Hash> fetch(Tile tile) throws FetchException {
    Optional<byte[]> bytes = http.get(url.resolve(tile.path()), HashTile.MAX_BYTES, deadline);
    if (bytes.isPresent()) {
      return parse(tile, bytes.get());
    }
    if (tile.isFull()) {
      throw new FetchException(url.resolve(tile.path()) + " is not there");
    }
    // A log may delete a partial tile once the tile is full.
    Tile full = new Tile(tile.level(), tile.index(), Tile.FULL);
    return tile(full).subList(0, tile.width());
  }

  private List<Hash> parse(Tile tile, byte[] bytes) throws FetchException {
    try {
      return HashTile.parse(tile, bytes).hashes();
    } catch (MalformedException e) {
      throw new FetchException(url + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    // Connections belong to the fetcher.
  }

  /** Carries a failure through the tree's mathematics, which knows none. */
  private static final class UnreadableTile extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    private final FetchException why;

    UnreadableTile(FetchException why) {
      super(why);
      this.why = why;
    }
  }
}
