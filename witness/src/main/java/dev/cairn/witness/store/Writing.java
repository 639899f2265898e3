package dev.cairn.witness.store;

import dev.cairn.tree.merkle.Hash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Dbi;
import org.lmdbjava.Txn;

/** Writes rows within one write transaction. */
final class Writing {
  private final Txn<ByteBuffer> transaction;
  private final Tables tables;
  private final ByteBuffer key;

  /** The key buffer is the writer thread's own, of {@link Hash#BYTES}. */
  Writing(Txn<ByteBuffer> transaction, Tables tables, ByteBuffer key) {
    this.transaction = transaction;
    this.tables = tables;
    this.key = key;
  }

  /** Writes what makes the file a store. */
  void format() {
    tables.meta().reserve(transaction, Rows.formatKey(), Integer.BYTES).putInt(Rows.FORMAT);
  }

  /** Replaces a log's head if it still is what is expected; otherwise returns false. */
  boolean replaceHead(Replacement replacement) {
    ByteBuffer stored = get(tables.heads(), replacement.originHash());
    if (stored == null || !Reader.text(stored).equals(replacement.expected())) {
      return false;
    }
    put(tables.heads(), replacement.originHash(), replacement.next());
    return true;
  }

  /** Adds a log unless there is one of this origin; a head that is there already stays. */
  boolean add(NewLog log) {
    if (get(tables.logs(), log.originHash()) != null) {
      return false;
    }
    put(tables.logs(), log.originHash(), log.vkey());
    if (get(tables.heads(), log.originHash()) == null) {
      put(tables.heads(), log.originHash(), "");
    }
    return true;
  }

  /** Keeps a cosigned note unless a newer one is there. */
  void keep(Hash originHash, CosignedNote note) {
    CosignedNote stored = Rows.cosigned(get(tables.cosigned(), originHash));
    if (stored != null && !note.isNewerThan(stored)) {
      return;
    }
    byte[] text = note.note().getBytes(StandardCharsets.UTF_8);
    tables
        .cosigned()
        .reserve(transaction, key(originHash), 2 * Long.BYTES + text.length)
        .putLong(note.size())
        .putLong(note.unixSeconds())
        .put(text);
  }

  private @Nullable ByteBuffer get(Dbi<ByteBuffer> table, Hash originHash) {
    return table.get(transaction, key(originHash));
  }

  private void put(Dbi<ByteBuffer> table, Hash originHash, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    table.reserve(transaction, key(originHash), bytes.length).put(bytes);
  }

  private ByteBuffer key(Hash originHash) {
    originHash.write(key.clear());
    return key.flip();
  }
}
