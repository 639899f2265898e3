package dev.cairn.server.store.lmdb;

import java.nio.ByteBuffer;
import org.lmdbjava.Cursor;
import org.lmdbjava.Env;
import org.lmdbjava.GetOp;
import org.lmdbjava.Txn;

/**
 * A read transaction that is used again and again, with what goes along with it: beginning one anew
 * costs more than most readings do. Between readings it holds no snapshot. For one thread at a
 * time.
 */
final class Reader {
  private final Tables tables;
  private final Txn<ByteBuffer> transaction;
  private final Cursor<ByteBuffer> entries;
  private final ByteBuffer key = ByteBuffer.allocateDirect(KeyTable.MAX_KEY_BYTES);
  private boolean entriesCurrent;

  /** Starts with a snapshot of the last commit. */
  Reader(Env<ByteBuffer> env, Tables tables) {
    this.tables = tables;
    this.transaction = env.txnRead();
    this.entries = tables.entries().openCursor(transaction);
    this.entriesCurrent = true;
  }

  Tables tables() {
    return tables;
  }

  Txn<ByteBuffer> transaction() {
    return transaction;
  }

  /** Takes a snapshot of the last commit. */
  void begin() {
    transaction.renew();
    entriesCurrent = false;
  }

  /** Lets go of the snapshot. */
  void end() {
    transaction.reset();
  }

  /** Lets go of everything, the snapshot too: lmdbjava frees only what is active. */
  void close() {
    entries.close();
    transaction.close();
  }

  /** The buffer for keys, emptied. */
  ByteBuffer key() {
    return key.clear();
  }

  /** The buffer for keys, with a number of 8 bytes in it, the order of numbers being LMDB's own. */
  ByteBuffer key(long number) {
    return key.clear().putLong(number).flip();
  }

  /**
   * The cursor over {@code entries} on the greatest key up to {@code index}, or false if there is
   * none.
   */
  boolean seekFloor(long index) {
    Cursor<ByteBuffer> cursor = entries();
    if (!cursor.get(key(index), GetOp.MDB_SET_RANGE)) {
      return cursor.last();
    }
    return cursor.key().getLong(0) == index || cursor.prev();
  }

  /** The cursor over {@code entries}. */
  Cursor<ByteBuffer> entries() {
    if (!entriesCurrent) {
      entries.renew(transaction);
      entriesCurrent = true;
    }
    return entries;
  }
}
