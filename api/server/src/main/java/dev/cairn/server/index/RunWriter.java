package dev.cairn.server.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** Writes a run under a name that does not count until it is whole and on stable storage. */
final class RunWriter implements AutoCloseable {
  /** How the names of unfinished files end. */
  static final String UNFINISHED = ".tmp";

  private static final int BUFFER = 4_096 * Run.RECORD;

  private final Path folder;
  private final Span span;
  private final Path unfinished;
  private final FileChannel channel;
  private final CRC32C checksum = new CRC32C();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
  private int count;

  RunWriter(Path folder, Span span) throws IOException {
    this.folder = folder;
    this.span = span;
    this.unfinished = folder.resolve(span.fileName() + UNFINISHED);
    this.channel =
        FileChannel.open(
            unfinished,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
  }

  /** Adds a record; they come by rising fingerprint. */
  void add(Fingerprint fingerprint, long index) throws IOException {
    buffer
        .putLong(fingerprint.high())
        .putInt(fingerprint.low())
        .putInt((int) (index - span.first()));
    count++;
    if (!buffer.hasRemaining()) {
      writeRecords();
    }
  }

  private void writeRecords() throws IOException {
    buffer.flip();
    checksum.update(buffer.duplicate());
    write();
  }

  private void write() throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }

  /** Makes the run count. */
  Run finish() throws IOException {
    writeRecords();
    buffer.putLong(Run.MAGIC).putLong(span.first()).putLong(span.end());
    buffer.putInt(count).putInt((int) checksum.getValue()).flip();
    write();
    channel.force(true);
    channel.close();
    Files.move(unfinished, folder.resolve(span.fileName()), StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
    return Run.open(folder, span);
  }

  /** Leaves an unfinished file for the next start to delete. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
