package dev.cairn.backup.form;

import dev.cairn.tree.MalformedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Idempotency keys as a file of a backup: {@code {"key":"…","first_index":0,"count":1}} a line,
 * packed with gzip.
 */
public final class KeyLines {
  private KeyLines() {}

  /**
   * A key and the entries that it was used for.
   *
   * @param key 1 to 511 bytes of UTF-8
   * @param firstIndex the index of the first entry
   * @param count the number of entries
   */
  public record Line(String key, long firstIndex, int count) {}

  /** Takes the keys one by one. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Called once for each key.
     *
     * @throws MalformedException if it cannot be one
     */
    void accept(Line line) throws MalformedException;
  }

  /** Writes a file. */
  public static final class Writer implements AutoCloseable {
    private final JsonLines.Writer lines;

    /**
     * @param out closed with this
     */
    public Writer(OutputStream out) throws IOException {
      this.lines = new JsonLines.Writer(out);
    }

    /** Adds a key. */
    public void add(Line line) throws IOException {
      lines.add(line);
    }

    /** The number of keys so far. */
    public long count() {
      return lines.count();
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }

  /**
   * Reads a file to its end.
   *
   * @param in closed with this
   */
  public static void read(InputStream in, Sink sink) throws IOException, MalformedException {
    JsonLines.read(in, Line.class, sink::accept);
  }
}
