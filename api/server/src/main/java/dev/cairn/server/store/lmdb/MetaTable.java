package dev.cairn.server.store.lmdb;

import dev.cairn.server.store.StoreException;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHead;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Dbi;
import org.lmdbjava.Txn;

/**
 * The table {@code meta}: what store this is. {@code format} → version of this layout (4 bytes),
 * {@code origin} → the log's origin in UTF-8, {@code head} → tree size (8 bytes) and root hash.
 */
final class MetaTable {
  /** The version of the layout that this package reads and writes. */
  static final int FORMAT = 1;

  private static final int HEAD_BYTES = Long.BYTES + Hash.BYTES;

  private final Dbi<ByteBuffer> table;
  private final ByteBuffer headKey = key("head");

  /** Writes to {@code table}. */
  MetaTable(Dbi<ByteBuffer> table) {
    this.table = table;
  }

  /** Writes what never changes, and the head of an empty tree. */
  void create(Txn<ByteBuffer> transaction, String origin) {
    byte[] bytes = origin.getBytes(StandardCharsets.UTF_8);
    table.reserve(transaction, key("format"), Integer.BYTES).putInt(FORMAT);
    table.reserve(transaction, key("origin"), bytes.length).put(bytes);
    putHead(transaction, TreeHead.EMPTY);
  }

  void putHead(Txn<ByteBuffer> transaction, TreeHead head) {
    ByteBuffer value = table.reserve(transaction, headKey, HEAD_BYTES);
    head.root().write(value.putLong(head.size()));
  }

  TreeHead head(Txn<ByteBuffer> transaction) {
    return head(table.get(transaction, headKey));
  }

  static TreeHead head(Reader reader) {
    return head(get(reader, "head"));
  }

  private static TreeHead head(@Nullable ByteBuffer value) {
    if (value != null && value.limit() == HEAD_BYTES) {
      long size = value.getLong();
      Hash root = Hash.read(value);
      if (size > 0 || (size == 0 && root.equals(TreeHead.EMPTY.root()))) {
        return new TreeHead(size, root);
      }
    }
    throw Failures.corrupt("the stored tree head is damaged");
  }

  /** Refuses a store of a newer format, or of another log. */
  static void check(Reader reader, String origin) {
    ByteBuffer format = get(reader, "format");
    if (format == null || format.limit() != Integer.BYTES || format.getInt(0) < 1) {
      throw Failures.corrupt("the store has no format version; restore it from a backup");
    }
    if (format.getInt(0) > FORMAT) {
      throw new StoreException(
          StoreException.Kind.UNUSABLE,
          "the store has format %d, and this version of cairn reads up to %d; use a newer one"
              .formatted(format.getInt(0), FORMAT));
    }
    ByteBuffer stored = get(reader, "origin");
    if (stored == null || !StandardCharsets.UTF_8.decode(stored).toString().equals(origin)) {
      throw new StoreException(
          StoreException.Kind.UNUSABLE,
          "the store is not that of the log %s; use the folder of that log".formatted(origin));
    }
  }

  /** Checks the pages on which the head is. */
  static void checkPath(Reader reader, Set<Long> whole) {
    get(reader, "head");
    reader.about().checkPath(whole);
  }

  private static @Nullable ByteBuffer get(Reader reader, String key) {
    TreeCursor about = reader.about();
    return about.get(key.getBytes(StandardCharsets.US_ASCII)) ? about.value() : null;
  }

  private static ByteBuffer key(String key) {
    byte[] bytes = key.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }
}
