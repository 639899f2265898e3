package dev.cairn.server.store.lmdb;

import dev.cairn.server.store.Snapshot.EntrySink;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
import org.lmdbjava.Txn;

/** The table {@code entries}: index of a pack's first entry, big-endian → pack. */
final class EntryTable {
  private final Dbi<ByteBuffer> table;
  private final ByteBuffer key = ByteBuffer.allocateDirect(Long.BYTES);
  // A copy of the newest pack: reserving its successor invalidates what was read.
  private final byte[] newest = new byte[Pack.MAX_BYTES];

  /** Writes to {@code table}; for one thread. */
  EntryTable(Dbi<ByteBuffer> table) {
    this.table = table;
  }

  /** Adds entries behind the {@code size} that are there. */
  void append(Txn<ByteBuffer> transaction, long size, List<byte[]> entries) {
    long first = size;
    int used = 0;
    try (Cursor<ByteBuffer> cursor = table.openCursor(transaction)) {
      if (cursor.last() && cursor.val().limit() <= Pack.MAX_BYTES) {
        first = cursor.key().getLong(0);
        used = cursor.val().limit();
        cursor.val().get(0, newest, 0, used);
      }
    }
    int from = 0;
    while (from < entries.size()) {
      int bytes = used;
      int to = from;
      while (to < entries.size() && Pack.fits(bytes, entries.get(to).length)) {
        bytes += Pack.bytesOf(entries.get(to).length);
        to++;
      }
      if (to > from) {
        ByteBuffer pack = table.reserve(transaction, key(first), bytes);
        Pack.write(entries.subList(from, to), pack.put(newest, 0, used));
      }
      from = to;
      first = size + to;
      used = 0;
    }
  }

  private ByteBuffer key(long first) {
    return key.clear().putLong(first).flip();
  }

  static byte[] read(Reader reader, long index) {
    TreeCursor packs = reader.entries();
    if (!packs.floor(index)) {
      throw Failures.corrupt("entry " + index + " is missing");
    }
    return Pack.read(packs.value(), packs.keyNumber(), index);
  }

  static void read(Reader reader, long start, long end, EntrySink sink) {
    if (start == end) {
      return;
    }
    TreeCursor packs = reader.entries();
    boolean found = packs.floor(start);
    long next = start;
    while (found) {
      long first = packs.keyNumber();
      // Only the first pack may begin before what is wanted.
      if (next > start && first != next) {
        break;
      }
      long after = Pack.read(packs.value(), first, start, end, sink);
      if (after == -1 || after == end) {
        return;
      }
      if (after <= start) {
        break;
      }
      next = after;
      found = packs.next();
    }
    throw Failures.corrupt("entry " + next + " is missing");
  }

  /** Checks the pages on which the next entries will be. */
  static void checkPath(Reader reader, Set<Long> whole) {
    TreeCursor packs = reader.entries();
    if (packs.last()) {
      packs.checkValue();
      packs.checkPath(whole);
    }
  }

  /** The number of entries, as far as the last pack tells. */
  static long size(Reader reader) {
    TreeCursor packs = reader.entries();
    if (!packs.last()) {
      return 0;
    }
    long first = packs.keyNumber();
    return first + Pack.count(packs.value(), first);
  }
}
