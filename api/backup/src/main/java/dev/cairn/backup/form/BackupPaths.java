package dev.cairn.backup.form;

import dev.cairn.tree.merkle.Tile;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What the files of a backup are called, below its folder. */
public final class BackupPaths {
  /** The description, which is written last. */
  public static final String DESCRIPTION = "backup.json";

  /** The folder of the log's static files. */
  public static final String TILES = "tiles";

  /** The log's signing key. */
  public static final String KEY = "key";

  /** Held by the one process that writes the backup. */
  public static final String LOCK = "lock";

  /** The folder of idempotency keys. */
  public static final String KEYS = "keys";

  /** The folder of checkpoints. */
  public static final String CHECKPOINTS = "checkpoints";

  /** The folder of manifests. */
  public static final String MANIFESTS = "manifests";

  private static final int TILE_LEVELS = 8;

  private BackupPaths() {}

  /** The idempotency keys of an increment, counted from 1. */
  public static String keys(int increment) {
    return "%s/%06d.jsonl.gz".formatted(KEYS, increment);
  }

  /** The checkpoints of an increment. */
  public static String checkpoints(int increment) {
    return "%s/%06d.jsonl.gz".formatted(CHECKPOINTS, increment);
  }

  /** The manifest of an increment. */
  public static String manifest(int increment) {
    return "%s/%06d.sha256".formatted(MANIFESTS, increment);
  }

  /** The manifest of the edge, as an increment has left it. */
  public static String edge(int increment) {
    return "%s/%06d.edge.sha256".formatted(MANIFESTS, increment);
  }

  /** The files of an increment, in the order in which its manifest has them. */
  public static Stream<String> files(Increment increment) {
    Stream<String> tiles =
        IntStream.range(0, TILE_LEVELS)
            .boxed()
            .flatMap(level -> full(level, increment.from(), increment.to()));
    Stream<String> others = Stream.of(keys(increment.number()), checkpoints(increment.number()));
    Stream<String> key = increment.hasKey() ? Stream.of(KEY) : Stream.empty();
    return Stream.of(tiles, others, key).flatMap(each -> each);
  }

  private static Stream<String> full(int level, long from, long to) {
    return LongStream.range(fullTiles(level, from), fullTiles(level, to))
        .mapToObj(index -> new Tile(level, index, Tile.FULL))
        .flatMap(BackupPaths::ofTile);
  }

  private static long fullTiles(int level, long size) {
    int treeLevel = level * Tile.HEIGHT;
    return (size >>> treeLevel) >>> Tile.HEIGHT;
  }

  /** The partial files of a tree, in the order in which the manifest of its edge has them. */
  public static Stream<String> edgeFiles(long size) {
    return IntStream.range(0, TILE_LEVELS)
        .boxed()
        .flatMap(
            level -> {
              long index = fullTiles(level, size);
              int width = Tile.width(level, index, size);
              return width == 0 ? Stream.empty() : ofTile(new Tile(level, index, width));
            });
  }

  private static Stream<String> ofTile(Tile tile) {
    Stream<String> hashes = Stream.of(TILES + "/" + tile.path());
    return tile.level() > 0
        ? hashes
        : Stream.concat(hashes, Stream.of(TILES + "/" + tile.entriesPath()));
  }
}
