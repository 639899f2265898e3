package dev.cairn.server.store.lmdb;

import dev.cairn.server.store.KeyUse;
import dev.cairn.server.store.Snapshot.KeySink;
import dev.cairn.server.store.StoreException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;
import org.lmdbjava.Dbi;
import org.lmdbjava.PutFlags;
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
  // What is on a leaf for each key, without the key.
  private static final int NODE_BYTES = LeafNode.HEADER + BYTES;

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
    value.clear().putLong(use.firstIndex()).putInt(use.count());
    value.putInt(checksum(bytes, value)).flip();
    if (!table.put(transaction, key, value, PutFlags.MDB_NOOVERWRITE)) {
      throw new IllegalArgumentException("the idempotency key " + text + " is in use");
    }
  }

  static Optional<KeyUse> read(Reader reader, String text) {
    byte[] bytes = bytes(text);
    TreeCursor keys = reader.keys();
    if (keys.get(bytes)) {
      return Optional.of(use(bytes, keys.value()));
    }
    checkGap(keys, bytes);
    return Optional.empty();
  }

  /** Checks the pages on which a new key will be, and that it is not there. */
  static void checkPath(Reader reader, String text, Set<Long> whole) {
    byte[] bytes = bytes(text);
    TreeCursor keys = reader.keys();
    boolean found = keys.get(bytes);
    keys.checkPath(whole);
    if (!found) {
      checkGap(keys, bytes);
    }
  }

  /**
   * About how many bytes keys take at most: what they add, and the leaves that are written anew
   * because of them.
   */
  static long room(Reader reader, Set<String> keys) {
    long added = 0;
    for (String key : keys) {
      added += bytes(key).length + NODE_BYTES;
    }
    TreeRecord record = reader.keys().record();
    long pages = Math.min(keys.size(), record.branchPages() + record.leafPages());
    return added + pages * reader.map().pageSize();
  }

  /** A flipped bit in a key hides it, or leads past it; then it is one of these two neighbours. */
  private static void checkGap(TreeCursor keys, byte[] missing) {
    keys.checkGap();
    if (keys.after()) {
      checkNeighbour(keys, missing, 1);
    }
    if (keys.previous()) {
      checkNeighbour(keys, missing, -1);
    }
  }

  private static void checkNeighbour(TreeCursor keys, byte[] missing, int side) {
    byte[] key = keys.key();
    KeyUse _ = use(key, keys.value());
    if (Arrays.compareUnsigned(key, missing) * side <= 0) {
      throw Failures.corrupt("the idempotency keys are out of order");
    }
  }

  static void read(Reader reader, KeySink sink) {
    TreeCursor keys = reader.keys();
    byte[] before = {};
    long count = 0;
    for (boolean found = keys.first(); found; found = keys.next()) {
      byte[] bytes = keys.key();
      if (Arrays.compareUnsigned(before, bytes) >= 0) {
        throw Failures.corrupt("the idempotency keys are out of order");
      }
      sink.accept(new String(bytes, StandardCharsets.UTF_8), use(bytes, keys.value()));
      before = bytes;
      count++;
    }
    if (count != keys.record().entries()) {
      throw Failures.corrupt(
          "the store has %d idempotency keys, and should have %d"
              .formatted(count, keys.record().entries()));
    }
  }

  static void read(Reader reader, String after, int limit, KeySink sink) {
    TreeCursor keys = reader.keys();
    boolean found = seekAfter(keys, after.getBytes(StandardCharsets.UTF_8));
    for (int count = 0; found && count < limit; count++) {
      tell(sink, keys.key(), keys.value());
      found = keys.next();
    }
  }

  private static boolean seekAfter(TreeCursor keys, byte[] key) {
    if (key.length == 0) {
      return keys.first();
    }
    return keys.get(key) ? keys.next() : keys.after();
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

  /** Hands over a key, if this is one. */
  static void tryRead(byte[] key, ByteBuffer value, KeySink sink) {
    if (value.limit() == BYTES
        && value.getInt(CHECKED_BYTES) == checksum(key, value)
        && value.getLong(0) >= 0
        && value.getInt(Long.BYTES) > 0) {
      sink.accept(new String(key, StandardCharsets.UTF_8), use(key, value));
    }
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
