package dev.cairn.server.store.lmdb;

import dev.cairn.server.store.Snapshot.EntrySink;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Consecutive entries in one value, each behind its length in two bytes, as in an entry bundle of
 * C2SP tlog-tiles. A pack fills at most one page; only an entry that is too big for that has more,
 * and then the pack has no other entry.
 */
final class Pack {
  /** The most that fits into one overflow page. */
  static final int MAX_BYTES = 4_096 - 16;

  private static final int LENGTH_BYTES = 2;

  private Pack() {}

  /** Whether an entry of {@code length} bytes fits behind {@code used} bytes of a pack. */
  static boolean fits(int used, int length) {
    return used == 0 || used + LENGTH_BYTES + length <= MAX_BYTES;
  }

  /** How many bytes an entry of {@code length} bytes takes. */
  static int bytesOf(int length) {
    return LENGTH_BYTES + length;
  }

  static void write(List<byte[]> entries, ByteBuffer out) {
    for (byte[] entry : entries) {
      out.putShort((short) entry.length).put(entry);
    }
  }

  /**
   * The entry at {@code index}.
   *
   * @param first the index of the pack's first entry
   */
  static byte[] read(ByteBuffer pack, long first, long index) {
    int at = 0;
    for (long i = first; i < index; i++) {
      at += LENGTH_BYTES + length(pack, at, i);
    }
    return entry(pack, at, index);
  }

  /**
   * Hands over the entries of {@code [start, end)} that are in the pack.
   *
   * @param first the index of the pack's first entry, at most {@code start}
   * @return the index after the last entry that was handed over; -1 once the sink has enough
   */
  static long read(ByteBuffer pack, long first, long start, long end, EntrySink sink) {
    int at = 0;
    long index = first;
    while (index < end && at < pack.limit()) {
      int length = length(pack, at, index);
      if (index >= start && !sink.accept(index, entry(pack, at, index))) {
        return -1;
      }
      at += LENGTH_BYTES + length;
      index++;
    }
    return index;
  }

  /** How many entries there are. */
  static long count(ByteBuffer pack, long first) {
    return read(pack, first, Long.MAX_VALUE, Long.MAX_VALUE, (_, _) -> true) - first;
  }

  private static byte[] entry(ByteBuffer pack, int at, long index) {
    byte[] entry = new byte[length(pack, at, index)];
    pack.get(at + LENGTH_BYTES, entry);
    return entry;
  }

  private static int length(ByteBuffer pack, int at, long index) {
    if (at + LENGTH_BYTES <= pack.limit()) {
      int length = Short.toUnsignedInt(pack.getShort(at));
      if (length > 0 && at + LENGTH_BYTES + length <= pack.limit()) {
        return length;
      }
    }
    throw Failures.corrupt("the pack of entries that should have entry " + index + " is damaged");
  }
}
