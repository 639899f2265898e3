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

/**
 * The entries under a tile of level 0: each with its length before it, as 16 bits, the higher byte
 * first (C2SP tlog-tiles, "Log entries"). Immutable.
 */
public final class EntryBundle {
  /** The most bytes of an entry. */
  public static final int MAX_ENTRY_BYTES = 65_535;

  /** The most bytes of a bundle. */
  public static final int MAX_BYTES = Tile.FULL * (Short.BYTES + MAX_ENTRY_BYTES);

  private final Tile tile;
  private final byte[] bytes;
  // Where each entry's length stands; at the end, where the last entry ends.
  private final int[] offsets;

  private EntryBundle(Tile tile, byte[] bytes, int[] offsets) {
    this.tile = tile;
    this.bytes = bytes;
    this.offsets = offsets;
  }

  /**
   * A bundle from outside.
   *
   * @param tile of level 0, over the bundle's entries
   * @throws MalformedException unless the file has exactly as many entries as the tile has hashes
   */
  public static EntryBundle parse(Tile tile, byte[] file) throws MalformedException {
    requireLeaves(tile);
    byte[] bytes = file.clone();
    int[] offsets = new int[tile.width() + 1];
    for (int i = 0; i < tile.width(); i++) {
      int at = offsets[i];
      int end = at + Short.BYTES > bytes.length ? bytes.length + 1 : end(bytes, at);
      if (end > bytes.length) {
        throw new MalformedException(
            tile.entriesPath() + " ends within the entry at its position " + i);
      }
      offsets[i + 1] = end;
    }
    if (offsets[tile.width()] != bytes.length) {
      throw new MalformedException(
          "%s has %d bytes after its %d entries"
              .formatted(tile.entriesPath(), bytes.length - offsets[tile.width()], tile.width()));
    }
    return new EntryBundle(tile, bytes, offsets);
  }

  /**
   * A bundle of these entries.
   *
   * @throws IllegalArgumentException unless there are as many as the tile is wide, each of at most
   *     65,535 bytes
   */
  public static EntryBundle of(Tile tile, List<byte[]> entries) {
    requireLeaves(tile);
    if (entries.size() != tile.width()) {
      throw new IllegalArgumentException(entries.size() + " entries for " + tile);
    }
    int[] offsets = new int[entries.size() + 1];
    for (int i = 0; i < entries.size(); i++) {
      int length = entries.get(i).length;
      if (length > MAX_ENTRY_BYTES) {
        throw new IllegalArgumentException("an entry of " + length + " bytes");
      }
      offsets[i + 1] = offsets[i] + Short.BYTES + length;
    }
    byte[] bytes = new byte[offsets[entries.size()]];
    for (int i = 0; i < entries.size(); i++) {
      byte[] entry = entries.get(i);
      bytes[offsets[i]] = (byte) (entry.length >>> Byte.SIZE);
      bytes[offsets[i] + 1] = (byte) entry.length;
      System.arraycopy(entry, 0, bytes, offsets[i] + Short.BYTES, entry.length);
    }
    return new EntryBundle(tile, bytes, offsets);
  }

  private static void requireLeaves(Tile tile) {
    if (tile.level() != 0) {
      throw new IllegalArgumentException("no entries are under " + tile);
    }
  }

  private static int end(byte[] bytes, int at) {
    return at + Short.BYTES + ((bytes[at] & 0xff) << Byte.SIZE | (bytes[at + 1] & 0xff));
  }

  /** The coordinates of the tile above it. */
  public Tile tile() {
    return tile;
  }

  /**
   * One of its entries.
   *
   * @param position from 0, below the tile's width
   */
  public byte[] entry(int position) {
    Objects.checkIndex(position, tile.width());
    return Arrays.copyOfRange(bytes, offsets[position] + Short.BYTES, offsets[position + 1]);
  }

  /** All of its entries. */
  public List<byte[]> entries() {
    List<byte[]> entries = new ArrayList<>(tile.width());
    for (int i = 0; i < tile.width(); i++) {
      entries.add(entry(i));
    }
    return entries;
  }

  /** The leaf hash of each entry. */
  public List<Hash> leafHashes() {
    TreeHasher hasher = new TreeHasher();
    List<Hash> hashes = new ArrayList<>(tile.width());
    for (int i = 0; i < tile.width(); i++) {
      int start = offsets[i] + Short.BYTES;
      hashes.add(hasher.leaf(bytes, start, offsets[i + 1] - start));
    }
    return hashes;
  }

  /**
   * The partial bundle that it was at a smaller width; itself at its own.
   *
   * @param width 1 to its own
   */
  public EntryBundle first(int width) {
    if (width == tile.width()) {
      return this;
    }
    int end = offsets[Objects.checkIndex(width, tile.width())];
    return new EntryBundle(
        new Tile(0, tile.index(), width),
        Arrays.copyOf(bytes, end),
        Arrays.copyOf(offsets, width + 1));
  }

  /** The number of bytes of its file. */
  public int length() {
    return bytes.length;
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
    return tile.entriesPath();
  }
}
