package dev.cairn.server.store.lmdb;

import dev.cairn.server.store.HashRun;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.HashList;
import java.nio.ByteBuffer;
import java.util.Set;
import org.lmdbjava.Dbi;
import org.lmdbjava.Txn;

/**
 * The table {@code hashes}: for each stored level an array of hashes, cut into chunks. The key of a
 * chunk is the level in the highest byte and the chunk's number in the others, big-endian.
 */
final class HashTable {
  /** How many hashes fit into one overflow page. */
  static final int CHUNK = Pack.MAX_BYTES / Hash.BYTES;

  private static final int LEVEL_SHIFT = 56;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Dbi<ByteBuffer> table;
  private final ByteBuffer key = ByteBuffer.allocateDirect(Long.BYTES);
  // A copy of the newest chunk: reserving its successor invalidates what was read.
  private final byte[] newest = new byte[CHUNK * Hash.BYTES];

  /** Writes to {@code table}; for one thread. */
  HashTable(Dbi<ByteBuffer> table) {
    this.table = table;
  }

  /** Adds the hashes of a run behind those that are there. */
  void append(Txn<ByteBuffer> transaction, HashRun run) {
    HashList hashes = run.hashes();
    int from = 0;
    while (from < hashes.size()) {
      long position = run.start() + from;
      int used = (int) (position % CHUNK);
      int to = Math.min(hashes.size(), from + CHUNK - used);
      key.clear().putLong(key(run.level(), position / CHUNK)).flip();
      if (used > 0) {
        copyNewest(transaction, used);
      }
      ByteBuffer chunk = table.reserve(transaction, key, (used + to - from) * Hash.BYTES);
      chunk.put(newest, 0, used * Hash.BYTES);
      hashes.subList(from, to).write(chunk);
      from = to;
    }
  }

  private void copyNewest(Txn<ByteBuffer> transaction, int used) {
    ByteBuffer chunk = table.get(transaction, key);
    if (chunk == null || chunk.limit() != used * Hash.BYTES) {
      throw Failures.corrupt("the newest chunk of hashes is damaged");
    }
    chunk.get(newest, 0, used * Hash.BYTES);
  }

  private static long key(int level, long chunk) {
    return (long) level << LEVEL_SHIFT | chunk;
  }

  static HashList read(Reader reader, int level, long start, long end) {
    byte[] hashes = new byte[(int) (end - start) * Hash.BYTES];
    TreeCursor chunks = reader.hashes();
    long position = start;
    while (position < end) {
      boolean found = chunks.get(key(level, position / CHUNK));
      int from = (int) (position % CHUNK);
      int to = (int) Math.min(CHUNK, from + end - position);
      ByteBuffer chunk = found ? chunks.value() : NOTHING;
      if (chunk.limit() < to * Hash.BYTES) {
        throw Failures.corrupt("node %d of level %d is missing".formatted(position, level));
      }
      chunk.get(
          from * Hash.BYTES,
          hashes,
          (int) (position - start) * Hash.BYTES,
          (to - from) * Hash.BYTES);
      position += to - from;
    }
    return HashList.wrap(hashes);
  }

  /** Whether a level has {@code size} hashes and not one more, as far as its last chunk tells. */
  static boolean ends(Reader reader, int level, long size) {
    long chunk = size / CHUNK;
    int used = (int) (size % CHUNK) * Hash.BYTES;
    return bytes(reader, level, chunk) == used && bytes(reader, level, chunk + 1) == 0;
  }

  /** Checks the pages on which a run will be. */
  static void checkPath(Reader reader, HashRun run, Set<Long> whole) {
    TreeCursor chunks = reader.hashes();
    long first = run.start() / CHUNK;
    long last = (run.start() + run.hashes().size()) / CHUNK;
    if (chunks.get(key(run.level(), first))) {
      chunks.checkValue();
    }
    chunks.checkPath(whole);
    chunks.get(key(run.level(), last));
    chunks.checkPath(whole);
  }

  private static int bytes(Reader reader, int level, long chunk) {
    TreeCursor chunks = reader.hashes();
    return chunks.get(key(level, chunk)) ? chunks.value().limit() : 0;
  }
}
