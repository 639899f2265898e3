package dev.cairn.backup.form;

import dev.cairn.tree.MalformedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Checkpoints as a file of a backup: {@code {"size":12,"note":"…"}} a line, the signed note as one
 * string, packed with gzip.
 */
public final class CheckpointLines {
  private CheckpointLines() {}

  /**
   * A checkpoint.
   *
   * @param size the tree size that it states
   * @param note the signed note
   */
  public record Line(long size, String note) {}

  /** Takes the checkpoints one by one. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Called once for each checkpoint.
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

    /** Adds a checkpoint. */
    public void add(Line line) throws IOException {
      lines.add(line);
    }

    /** The number of checkpoints so far. */
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
