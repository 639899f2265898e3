package dev.cairn.server.store.lmdb;

import dev.cairn.server.store.KeyUse;
import dev.cairn.server.store.Snapshot.KeySink;
import dev.cairn.server.store.StoreException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
import org.lmdbjava.GetOp;
import org.lmdbjava.Txn;

/**
 * The table {@code keys}: idempotency key in UTF-8 → index of the first entry (8 bytes), number of
 * entries (4 bytes), and a CRC-32C over key and both numbers (4 bytes). The tree says nothing of
 * the keys, so that nothing else would show a flipped bit.
 */
final class KeyTable {
  /** The longest key that LMDB takes. */
  static final int MAX_KEY_BYTES = 511;

  private static final int CHECKED_BYTES = Long.BYTES + Integer.BYTES;
  private static final int BYTES = CHECKED_BYTES + Integer.BYTES;

  private final Dbi<ByteBuffer> table;
  private final ByteBuffer key = ByteBuffer.allocateDirect(MAX_KEY_BYTES);
  private final ByteBuffer value = ByteBuffer.allocateDirect(BYTES);

  /** Writes to {@code table}; for one thread. */
  KeyTable(Dbi<ByteBuffer> table) {
    this.table = table;
  }

  /** Adds keys, none of which may be there. */
  void append(Txn<ByteBuffer> transaction, Map<String, KeyUse> keys) {
    keys.forEach((text, use) -> append(transaction, text, use));
  }

  private void append(Txn<ByteBuffer> transaction, String text, KeyUse use) {
    byte[] bytes = bytes(text);
    key.clear().put(bytes).flip();
    if (table.get(transaction, key) != null) {
      throw new IllegalArgumentException("the idempotency key " + text + " is in use");
    }
    value.clear().putLong(use.firstIndex()).putInt(use.count());
    value.putInt(checksum(bytes, value)).flip();
    table.put(transaction, key, value);
  }

  static Optional<KeyUse> read(Reader reader, String text) {
    byte[] bytes = bytes(text);
    ByteBuffer value =
        reader.tables().keys().get(reader.transaction(), reader.key().put(bytes).flip());
    return value == null ? Optional.empty() : Optional.of(use(bytes, value));
  }

  static void read(Reader reader, KeySink sink) {
    try (Cursor<ByteBuffer> cursor = reader.tables().keys().openCursor(reader.transaction())) {
      for (boolean found = cursor.first(); found; found = cursor.next()) {
        byte[] bytes = new byte[cursor.key().limit()];
        cursor.key().get(0, bytes);
        sink.accept(new String(bytes, StandardCharsets.UTF_8), use(bytes, cursor.val()));
      }
    }
  }

  static void read(Reader reader, String after, int limit, KeySink sink) {
    try (Cursor<ByteBuffer> cursor = reader.tables().keys().openCursor(reader.transaction())) {
      byte[] last = after.getBytes(StandardCharsets.UTF_8);
      boolean found =
          last.length == 0
              ? cursor.first()
              : cursor.get(reader.key().put(last).flip(), GetOp.MDB_SET_RANGE);
      for (int count = 0; found && count < limit; found = cursor.next()) {
        byte[] bytes = new byte[cursor.key().limit()];
        cursor.key().get(0, bytes);
        if (!Arrays.equals(bytes, last)) {
          tell(sink, bytes, cursor.val());
          count++;
        }
      }
    }
  }

  private static void tell(KeySink sink, byte[] key, ByteBuffer value) {
    String text = new String(key, StandardCharsets.UTF_8);
    KeyUse use;
    try {
      use = use(key, value);
    } catch (StoreException e) {
      sink.damaged(text, e);
      return;
    }
    sink.accept(text, use);
  }

  private static KeyUse use(byte[] key, ByteBuffer value) {
    if (value.limit() != BYTES || value.getInt(CHECKED_BYTES) != checksum(key, value)) {
      throw Failures.corrupt(
          "the idempotency key " + new String(key, StandardCharsets.UTF_8) + " is damaged");
    }
    return new KeyUse(value.getLong(0), value.getInt(Long.BYTES));
  }

  private static int checksum(byte[] key, ByteBuffer value) {
    CRC32C checksum = new CRC32C();
    checksum.update(key);
    checksum.update(value.slice(0, CHECKED_BYTES));
    return (int) checksum.getValue();
  }

  private static byte[] bytes(String key) {
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == 0 || bytes.length > MAX_KEY_BYTES) {
      throw new IllegalArgumentException(
          "an idempotency key has 1 to " + MAX_KEY_BYTES + " bytes, not " + bytes.length);
    }
    return bytes;
  }
}
