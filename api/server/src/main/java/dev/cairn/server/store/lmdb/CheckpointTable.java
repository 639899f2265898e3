package dev.cairn.server.store.lmdb;

import dev.cairn.server.store.PublishedCheckpoint;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
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
    // LMDB would keep the pages of a longer note that it has just written for one in its place.
    Map<Long, byte[]> notes = new TreeMap<>();
    checkpoints.forEach(checkpoint -> notes.put(checkpoint.size(), checkpoint.note()));
    notes.forEach(
        (size, note) -> {
          key.clear().putLong(size).flip();
          table.reserve(transaction, key, note.length).put(note);
        });
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

  /**
   * Checks the pages on which new checkpoints will be, and those from which the oldest will be
   * forgotten.
   */
  static void checkPath(
      Reader reader, List<PublishedCheckpoint> checkpoints, int kept, Set<Long> whole) {
    TreeCursor notes = reader.checkpoints();
    for (PublishedCheckpoint checkpoint : checkpoints) {
      if (notes.get(checkpoint.size())) {
        notes.checkValue();
      }
      notes.checkPath(whole);
    }
    long surplus = notes.record().entries() + checkpoints.size() - kept;
    boolean found = surplus > 0 && notes.first();
    for (long i = 0; i < surplus && found; i++) {
      notes.checkValue();
      notes.checkPath(whole);
      found = notes.next();
    }
    for (int leaves = 0; leaves < 2 && found; leaves++) {
      notes.checkPath(whole);
      found = notes.nextLeaf();
    }
    if (surplus > 0) {
      notes.checkLeftEdge(whole);
    }
  }

  static Optional<byte[]> read(Reader reader, long size) {
    TreeCursor notes = reader.checkpoints();
    return notes.get(size) ? Optional.of(bytes(notes.value())) : Optional.empty();
  }

  static List<PublishedCheckpoint> read(Reader reader, long minSize, int limit) {
    List<PublishedCheckpoint> checkpoints = new ArrayList<>();
    TreeCursor notes = reader.checkpoints();
    boolean found = notes.ceiling(minSize);
    long least = minSize;
    while (found && checkpoints.size() < limit) {
      long size = notes.keyNumber();
      if (size < least) {
        throw Failures.corrupt("the checkpoints are out of order at size " + size);
      }
      checkpoints.add(new PublishedCheckpoint(size, bytes(notes.value())));
      least = size + 1;
      found = notes.next();
    }
    return checkpoints;
  }

  private static byte[] bytes(ByteBuffer note) {
    byte[] bytes = new byte[note.limit()];
    note.get(0, bytes);
    return bytes;
  }
}
