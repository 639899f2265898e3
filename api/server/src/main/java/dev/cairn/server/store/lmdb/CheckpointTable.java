package dev.cairn.server.store.lmdb;

import dev.cairn.server.store.PublishedCheckpoint;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
import org.lmdbjava.GetOp;
import org.lmdbjava.Txn;

/** The table {@code checkpoints}: tree size, big-endian → signed note. Keeps only the newest. */
final class CheckpointTable {
  private final Dbi<ByteBuffer> table;
  private final int kept;
  private final ByteBuffer key = ByteBuffer.allocateDirect(Long.BYTES);

  /** Writes to {@code table}, of which {@code kept} checkpoints remain; for one thread. */
  CheckpointTable(Dbi<ByteBuffer> table, int kept) {
    this.table = table;
    this.kept = kept;
  }

  /** Adds checkpoints, in place of those of the same size, and forgets the oldest. */
  void append(Txn<ByteBuffer> transaction, List<PublishedCheckpoint> checkpoints) {
    for (PublishedCheckpoint checkpoint : checkpoints) {
      key.clear().putLong(checkpoint.size()).flip();
      table.reserve(transaction, key, checkpoint.note().length).put(checkpoint.note());
    }
    if (!checkpoints.isEmpty()) {
      forgetOldest(transaction);
    }
  }

  private void forgetOldest(Txn<ByteBuffer> transaction) {
    long surplus = table.stat(transaction).entries - kept;
    try (Cursor<ByteBuffer> cursor = table.openCursor(transaction)) {
      for (long i = 0; i < surplus && cursor.first(); i++) {
        cursor.delete();
      }
    }
  }

  static Optional<byte[]> read(Reader reader, long size) {
    ByteBuffer note = reader.tables().checkpoints().get(reader.transaction(), reader.key(size));
    return note == null ? Optional.empty() : Optional.of(bytes(note));
  }

  static List<PublishedCheckpoint> read(Reader reader, long minSize, int limit) {
    List<PublishedCheckpoint> checkpoints = new ArrayList<>();
    try (Cursor<ByteBuffer> cursor =
        reader.tables().checkpoints().openCursor(reader.transaction())) {
      boolean found = cursor.get(reader.key(minSize), GetOp.MDB_SET_RANGE);
      while (found && checkpoints.size() < limit) {
        checkpoints.add(new PublishedCheckpoint(cursor.key().getLong(0), bytes(cursor.val())));
        found = cursor.next();
      }
    }
    return checkpoints;
  }

  private static byte[] bytes(ByteBuffer note) {
    byte[] bytes = new byte[note.limit()];
    note.get(0, bytes);
    return bytes;
  }
}
