package dev.cairn.witness.store;

import dev.cairn.tree.merkle.Hash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.Txn;

/**
 * A read transaction that is used again and again: beginning one anew costs more than most readings
 * do. Between readings it holds no snapshot. For one thread at a time.
 */
final class Reader {
  private final Tables tables;
  private final Txn<ByteBuffer> transaction;
  private final ByteBuffer key = ByteBuffer.allocateDirect(Hash.BYTES);

  /** Starts with a snapshot of the last commit. */
  Reader(Env<ByteBuffer> env, Tables tables) {
    this.tables = tables;
    this.transaction = env.txnRead();
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
  }

  /** Lets go of the snapshot. */
  void end() {
    transaction.reset();
  }

  /** Lets go of everything; only after {@link #end}. */
  void close() {
    // lmdbjava frees the memory of a transaction only while it is active.
    transaction.renew();
    transaction.close();
  }

  /** The value of a key; to be read before the next one is asked for. */
  @Nullable ByteBuffer get(Dbi<ByteBuffer> table, Hash originHash) {
    originHash.write(key.clear());
    return table.get(transaction, key.flip());
  }

  /** The rest of a value as text. What is no UTF-8 becomes text that verifies under no key. */
  static String text(ByteBuffer value) {
    byte[] bytes = new byte[value.remaining()];
    value.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
