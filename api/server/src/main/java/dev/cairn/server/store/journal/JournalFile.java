package dev.cairn.server.store.journal;

import dev.cairn.server.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is in the file of a journal that nobody writes.
 *
 * @param file where it was read from, for messages
 * @param epoch the newest
 * @param records the intact records of the newest epoch, by the size of the tree that they expect
 */
record JournalFile(Path file, Epoch epoch, Map<Long, Located> records) {

  /**
   * A record and the bytes that it takes, {@code [at, end)}.
   *
   * @param end at the end of a block
   */
  record Located(JournalRecord record, long at, long end) {}

  /**
   * Refuses a file that is not there.
   *
   * @throws StoreException the message says in one line what to do
   */
  static void requirePresent(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new StoreException(
          StoreException.Kind.UNUSABLE,
          file
              + " is missing, and may have entries that the store lacks; restore it with the store");
    }
  }

  /**
   * Reads a file.
   *
   * @param size that it has
   * @param storedSize the size of the store's tree; records before it are left out
   * @throws StoreException if it is damaged; the message says in one line what to do
   */
  static JournalFile read(Path file, FileChannel channel, int size, long storedSize)
      throws IOException {
    ByteBuffer bytes = content(channel, size);
    Epoch epoch = bytes.limit() < size ? null : Epoch.readBlock(bytes).orElse(null);
    if (epoch == null) {
      throw new StoreException(
          StoreException.Kind.CORRUPT,
          file
              + " is damaged, and may have entries that the store lacks; restore it from a backup");
    }
    return new JournalFile(file, epoch, records(epoch, bytes, storedSize));
  }

  private static ByteBuffer content(FileChannel channel, int size) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(size);
    while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {}
    return bytes.flip();
  }

  private static Map<Long, Located> records(Epoch epoch, ByteBuffer bytes, long storedSize) {
    Map<Long, Located> records = new HashMap<>();
    int block = Journal.BLOCK;
    while (block < bytes.limit()) {
      Optional<JournalRecord> found = JournalRecord.read(epoch, bytes.position(block));
      int at = block;
      block = Math.max(block + 1, bytes.position());
      block = (block + Journal.BLOCK - 1) / Journal.BLOCK * Journal.BLOCK;
      int end = block;
      found
          .filter(JournalRecord::grows)
          .filter(record -> record.expected().size() >= storedSize)
          .ifPresent(record -> records.put(record.expected().size(), new Located(record, at, end)));
    }
    return records;
  }
}
