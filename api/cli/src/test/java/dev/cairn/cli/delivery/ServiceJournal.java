package dev.cairn.cli.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What a service writes down of its own doing, one line each, apart from what it tests. A line is
 * whole only with its end mark. Safe for several threads.
 */
final class ServiceJournal implements AutoCloseable {
  /** The end of a whole line. */
  static final String END = " .";

  private final FileChannel file;

  private ServiceJournal(FileChannel file) {
    this.file = file;
  }

  static ServiceJournal open(Path path) throws IOException {
    return new ServiceJournal(
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
  }

  /** Writes a line: the end of this process does not undo it. */
  synchronized void write(String line) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap((line + END + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Syncs all that was written. */
  void force() throws IOException {
    file.force(false);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
