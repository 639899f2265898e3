package dev.cairn.bench.reference;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/** Makes an overwritten block of a file durable, again and again. */
public final class Fdatasync implements AutoCloseable {
  private static final int BLOCK = 4_096;

  private final FileChannel file;
  private final ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);

  /**
   * Makes the file.
   *
   * @param folder on the file system to measure
   */
  public Fdatasync(Path folder) {
    try {
      file =
          FileChannel.open(
              folder.resolve("fdatasync"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      overwrite();
      file.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Overwrites and syncs up to {@code times}, for no longer than {@code most}. */
  public void run(int times, Duration most, Histogram nanos) {
    long end = System.nanoTime() + most.toNanos();
    try {
      for (int i = 0; i < times && System.nanoTime() < end; i++) {
        long start = System.nanoTime();
        overwrite();
        // Without metadata: fdatasync on Linux.
        file.force(false);
        nanos.recordValue(Math.min(System.nanoTime() - start, nanos.getHighestTrackableValue()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void overwrite() throws IOException {
    block.clear().putLong(0, System.nanoTime());
    while (block.hasRemaining()) {
      file.write(block, block.position());
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
