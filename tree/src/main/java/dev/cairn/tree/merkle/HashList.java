package dev.cairn.tree.merkle;

import dev.cairn.tree.lanes.BatchHasher;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * Hashes side by side in one array, which is how stores and hashers have them: a list that cannot
 * be changed, and that makes each {@link Hash} when it is asked for.
 */
public final class HashList extends AbstractList<Hash> implements RandomAccess {
  /** No hashes. */
  public static final HashList EMPTY = new HashList(new byte[0], 0, 0);

  private final byte[] bytes;
  private final int offset;
  private final int size;

  private HashList(byte[] bytes, int offset, int size) {
    this.bytes = bytes;
    this.offset = offset;
    this.size = size;
  }

  /**
   * The hashes that the array holds, which is not copied: the caller gives it away.
   *
   * @throws IllegalArgumentException if its length is not a multiple of 32
   */
  public static HashList wrap(byte[] bytes) {
    if (bytes.length % Hash.BYTES != 0) {
      throw new IllegalArgumentException(bytes.length + " bytes are no whole number of hashes");
    }
    return new HashList(bytes, 0, bytes.length / Hash.BYTES);
  }

  /** The same hashes, side by side. */
  public static HashList copyOf(List<Hash> hashes) {
    if (hashes instanceof HashList list) {
      return list;
    }
    byte[] bytes = new byte[hashes.size() * Hash.BYTES];
    int at = 0;
    for (Hash hash : hashes) {
      hash.copyTo(bytes, at);
      at += Hash.BYTES;
    }
    return wrap(bytes);
  }

  /**
   * Takes the next {@code count} hashes of the buffer and moves its position past them.
   *
   * @throws BufferUnderflowException if fewer remain
   */
  public static HashList read(ByteBuffer in, int count) {
    if (in.remaining() / Hash.BYTES < count) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[count * Hash.BYTES];
    in.get(bytes);
    return wrap(bytes);
  }

  /** The leaf hashes of entries. */
  public static HashList leaves(List<byte[]> entries, BatchHasher hasher) {
    byte[] bytes = new byte[entries.size() * Hash.BYTES];
    hasher.leaves(entries, bytes, 0);
    return wrap(bytes);
  }

  /** The hashes of all lists, one list after the other. */
  public static HashList join(List<HashList> lists) {
    byte[] bytes = new byte[lists.stream().mapToInt(HashList::size).sum() * Hash.BYTES];
    int at = 0;
    for (HashList list : lists) {
      list.copyTo(bytes, at);
      at += list.size * Hash.BYTES;
    }
    return wrap(bytes);
  }

  /**
   * The roots of the complete subtrees of one height that lie side by side over these hashes.
   *
   * @param count number of subtrees, each over {@code 1 << height} hashes
   * @param height 1 to 8
   * @throws IndexOutOfBoundsException if there are fewer hashes
   */
  public HashList roots(int count, int height, BatchHasher hasher) {
    if (count == 0) {
      return EMPTY;
    }
    Objects.checkFromIndexSize(0, count << height, size);
    byte[] roots = new byte[count * Hash.BYTES];
    hasher.roots(bytes, offset, count, height, roots, 0);
    return wrap(roots);
  }

  /**
   * Puts the hashes at the buffer's position and moves it past them.
   *
   * @throws java.nio.BufferOverflowException if there is no room for all; nothing is written then
   */
  public void write(ByteBuffer out) {
    out.put(bytes, offset, size * Hash.BYTES);
  }

  /**
   * Writes the bytes of all hashes from {@code at} on.
   *
   * @throws IndexOutOfBoundsException if the array is too short; nothing is written then
   */
  public void copyTo(byte[] out, int at) {
    Objects.checkFromIndexSize(at, size * Hash.BYTES, out.length);
    System.arraycopy(bytes, offset, out, at, size * Hash.BYTES);
  }

  @Override
  public Hash get(int index) {
    Objects.checkIndex(index, size);
    return Hash.of(bytes, offset + index * Hash.BYTES);
  }

  @Override
  public int size() {
    return size;
  }

  /** A view, as of any list; it keeps the whole array alive. */
  @Override
  public HashList subList(int from, int to) {
    Objects.checkFromToIndex(from, to, size);
    return new HashList(bytes, offset + from * Hash.BYTES, to - from);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HashList list
        ? Arrays.equals(bytes, offset, end(), list.bytes, list.offset, list.end())
        : super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }

  private int end() {
    return offset + size * Hash.BYTES;
  }
}
