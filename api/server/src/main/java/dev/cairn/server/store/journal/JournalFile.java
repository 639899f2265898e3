package dev.cairn.server.store.journal;

import dev.cairn.server.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is in the file of a journal that nobody writes.
 *
 * @param file where it was read from, for messages
 * @param records the intact records of the newest epoch, by the size of the tree that they expect
 */
record JournalFile(Path file, Map<Long, JournalRecord> records) {

  /**
   * Reads a file.
   *
   * @param storedSize the size of the store's tree; records before it are left out
   * @throws StoreException if it is missing or damaged; the message says in one line what to do
   */
  static JournalFile read(Path file, long storedSize) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new StoreException(
          StoreException.Kind.UNUSABLE,
          file
              + " is missing, and may have entries that the store lacks; restore it with the store");
    }
    ByteBuffer bytes = content(file);
    Epoch epoch = bytes.limit() < Journal.FILE_BYTES ? null : Epoch.readBlock(bytes).orElse(null);
    if (epoch == null) {
      throw new StoreException(
          StoreException.Kind.CORRUPT,
          file
              + " is damaged, and may have entries that the store lacks; restore it from a backup");
    }
    return new JournalFile(file, records(epoch, bytes, storedSize));
  }

  private static ByteBuffer content(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer bytes = ByteBuffer.allocate(Journal.FILE_BYTES);
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
      return bytes.flip();
    }
  }

  private static Map<Long, JournalRecord> records(Epoch epoch, ByteBuffer bytes, long storedSize) {
    Map<Long, JournalRecord> records = new HashMap<>();
    int block = Journal.BLOCK;
    while (block < bytes.limit()) {
      Optional<JournalRecord> found = JournalRecord.read(epoch, bytes.position(block));
      found
          .filter(JournalRecord::grows)
          .filter(record -> record.expected().size() >= storedSize)
          .ifPresent(record -> records.put(record.expected().size(), record));
      block = Math.max(block + 1, bytes.position());
      block = (block + Journal.BLOCK - 1) / Journal.BLOCK * Journal.BLOCK;
    }
    return records;
  }
}
