package dev.cairn.tree.merkle;

import dev.cairn.tree.MalformedException;

/**
 * Coordinates of a tile: up to 256 neighbouring hashes of tree level {@code 8 * level}, named as in
 * C2SP tlog-tiles. A tile of width 256 is full and never changes; a narrower one is the partial
 * tile at the right edge of some tree. Entry bundles have the coordinates of the tiles of level 0.
 *
 * @param level 0 to 63; trees of at most 2^63-1 leaves have none above 7
 * @param index position among the tiles of its level, 0 to 2^55-1
 * @param width number of hashes, 1 to 256
 */
public record Tile(int level, long index, int width) {
  /** Number of hashes in a full tile. */
  public static final int FULL = 256;

  /** Tree levels from one tile level to the next: the root of a full tile is in the tile above. */
  public static final int HEIGHT = 8;

  private static final int MAX_LEVEL = 63;
  private static final long MAX_INDEX = Long.MAX_VALUE >>> HEIGHT;

  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  public Tile {
    if (level < 0 || level > MAX_LEVEL) {
      throw new IllegalArgumentException("tile level " + level + " is not in 0 to " + MAX_LEVEL);
    }
    if (index < 0 || index > MAX_INDEX) {
      throw new IllegalArgumentException("tile index " + index + " is not in 0 to " + MAX_INDEX);
    }
    if (width < 1 || width > FULL) {
      throw new IllegalArgumentException("tile width " + width + " is not in 1 to " + FULL);
    }
  }

  /**
   * The width that a tile has in a tree of {@code size} leaves: 256 if it is full there, 0 if the
   * tree does not reach it.
   *
   * @throws IllegalArgumentException if level or index is not that of a tile, or the size is
   *     negative
   */
  public static int width(int level, long index, long size) {
    long start = new Tile(level, index, FULL).firstHash();
    if (size < 0) {
      throw new IllegalArgumentException("size " + size + " is negative");
    }
    int treeLevel = level * HEIGHT;
    long hashes = treeLevel > Node.MAX_LEVEL ? 0 : size >>> treeLevel;
    return Math.clamp(hashes - start, 0, FULL);
  }

  /**
   * A path such as {@code tile/0/x001/234} or {@code tile/2/000.p/17}.
   *
   * @throws MalformedException for any other text than the {@link #path} of a tile
   */
  public static Tile parse(String path) throws MalformedException {
    return TilePath.parse(path);
  }

  /**
   * The path of an entry bundle, such as {@code tile/entries/x001/234.p/56}.
   *
   * @throws MalformedException for any other text than the {@link #entriesPath} of a tile
   */
  public static Tile parseEntries(String path) throws MalformedException {
    return TilePath.parseEntries(path);
  }

  /** Level in the tree of the tile's hashes, as in {@link Node}; more than it allows from 8 on. */
  public int treeLevel() {
    return level * HEIGHT;
  }

  /** Index, among the nodes of {@link #treeLevel}, of the tile's first hash. */
  public long firstHash() {
    return index << HEIGHT;
  }

  /** Whether a tree of {@code size} leaves has all hashes of this tile. */
  public boolean isWithin(long size) {
    return width <= width(level, index, size);
  }

  /** Whether the tile has all of its 256 hashes. */
  public boolean isFull() {
    return width == FULL;
  }

  /** The path of the tile below a log's URL: {@code tile/<L>/<N>[.p/<W>]}. */
  public String path() {
    return TilePath.format(Integer.toString(level), this);
  }

  /**
   * The path of the entries under a tile of level 0: {@code tile/entries/<N>[.p/<W>]}.
   *
   * @throws IllegalStateException for a tile of another level
   */
  public String entriesPath() {
    if (level != 0) {
      throw new IllegalStateException("a tile of level " + level + " has no entries");
    }
    return TilePath.format(TilePath.ENTRIES, this);
  }

  @Override
  public String toString() {
    return path();
  }
}
