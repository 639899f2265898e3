package dev.cairn.cli.log;

import dev.cairn.client.LogClient;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The lines of a stream as bytes, without their line feed. Empty lines are passed over, since an
 * entry has at least one byte. Holds one line at a time.
 */
public final class Lines implements AutoCloseable {
  private static final int BATCH_ENTRIES = 1_000;
  private static final int BATCH_BYTES = 512 << 10;

  private final InputStream in;
  private final String name;
  private long number;

  /** Reads lines from a stream; {@code name} is what messages call it. */
  public Lines(InputStream in, String name) {
    this.in = new BufferedInputStream(in, 1 << 16);
    this.name = name;
  }

  /** The next line that is not empty; none at the end. */
  public Optional<byte[]> next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    int b;
    do {
      line.reset();
      number++;
      b = readLine(line);
    } while (b == '\n' && line.size() == 0);
    return line.size() == 0
        ? Optional.empty()
        : Optional.of(EntryInput.checked(line.toByteArray(), "line " + number + " of " + name));
  }

  /** The next lines, as many as make a good batch; none at the end. */
  public List<byte[]> nextBatch() throws IOException {
    List<byte[]> batch = new ArrayList<>();
    long bytes = 0;
    while (batch.size() < BATCH_ENTRIES && bytes < BATCH_BYTES) {
      Optional<byte[]> line = next();
      if (line.isEmpty()) {
        return batch;
      }
      batch.add(line.get());
      bytes += line.get().length;
    }
    return batch;
  }

  /** Reads up to a line feed or the end; returns which. Stops at a line that is too long anyway. */
  private int readLine(ByteArrayOutputStream line) throws IOException {
    int b = in.read();
    while (b >= 0 && b != '\n' && line.size() <= LogClient.MAX_ENTRY_BYTES) {
      line.write(b);
      b = in.read();
    }
    return b;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
