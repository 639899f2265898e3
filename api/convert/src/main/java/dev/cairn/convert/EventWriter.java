package dev.cairn.convert;

import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;

/** Writes events in one format, in the order in which they come. For one thread. */
public interface EventWriter extends Closeable, Flushable {
  /**
   * Writes one event.
   *
   * @throws IOException if it cannot be written; what was written of it is unknown
   */
  void write(ExportedEvent event) throws IOException;

  /** Writes what was held back until now, so that a reader sees every event. */
  @Override
  void flush() throws IOException;

  /** Writes what is left, and closes the stream under it. */
  @Override
  void close() throws IOException;
}
