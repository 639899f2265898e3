package dev.cairn.tree.tiles;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.Tile;
import dev.cairn.tree.merkle.TreeHasher;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A tile with its hashes: 32 bytes each, from left to right. Immutable. */
public final class HashTile {
  /** The most bytes of a tile: those of a full one. */
  public static final int MAX_BYTES = Tile.FULL * Hash.BYTES;

  private final Tile tile;
  private final byte[] bytes;
  private volatile @Nullable Hash root;

  private HashTile(Tile tile, byte[] bytes) {
    this.tile = tile;
    this.bytes = bytes;
  }

  /**
   * A tile from outside.
   *
   * @throws MalformedException unless the file has 32 bytes for each hash of the tile
   */
  public static HashTile parse(Tile tile, byte[] file) throws MalformedException {
    if (file.length != tile.width() * Hash.BYTES) {
      throw new MalformedException(
          "%s has %d bytes, not %d".formatted(tile.path(), file.length, tile.width() * Hash.BYTES));
    }
    return new HashTile(tile, file.clone());
  }

  /**
   * A tile of these hashes.
   *
   * @throws IllegalArgumentException unless there are as many as the tile is wide
   */
  public static HashTile of(Tile tile, List<Hash> hashes) {
    if (hashes.size() != tile.width()) {
      throw new IllegalArgumentException(hashes.size() + " hashes for " + tile);
    }
    byte[] bytes = new byte[hashes.size() * Hash.BYTES];
    for (int i = 0; i < hashes.size(); i++) {
      hashes.get(i).copyTo(bytes, i * Hash.BYTES);
    }
    return new HashTile(tile, bytes);
  }

  /** Its coordinates. */
  public Tile tile() {
    return tile;
  }

  /**
   * One of its hashes.
   *
   * @param position from 0, below the width
   */
  public Hash hash(int position) {
    Objects.checkIndex(position, tile.width());
    return Hash.of(bytes, position * Hash.BYTES);
  }

  /** All of its hashes. */
  public List<Hash> hashes() {
    List<Hash> hashes = new ArrayList<>(tile.width());
    for (int i = 0; i < tile.width(); i++) {
      hashes.add(hash(i));
    }
    return hashes;
  }

  /**
   * The partial tile that it was at a smaller width; itself at its own.
   *
   * @param width 1 to its own
   */
  public HashTile first(int width) {
    if (width == tile.width()) {
      return this;
    }
    Tile part = new Tile(tile.level(), tile.index(), width);
    return new HashTile(
        part, Arrays.copyOf(bytes, Objects.checkIndex(width, tile.width()) * Hash.BYTES));
  }

  /** The root over its hashes as a tree of their own; of a full tile, a hash of the tile above. */
  public Hash root() {
    Hash known = root;
    if (known == null) {
      known = root(new TreeHasher(), 0, tile.width());
      root = known;
    }
    return known;
  }

  private Hash root(TreeHasher hasher, int from, int count) {
    if (count == 1) {
      return hash(from);
    }
    int left = Integer.highestOneBit(count - 1);
    return hasher.node(root(hasher, from, left), root(hasher, from + left, count - left));
  }

  /** The bytes of its file. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  /** The bytes of its file, not copied: to be read only. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  @Override
  public String toString() {
    return tile.path();
  }
}
