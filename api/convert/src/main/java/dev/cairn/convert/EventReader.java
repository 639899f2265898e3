package dev.cairn.convert;

import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.tree.MalformedException;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** Reads events in one format. For one thread. */
public interface EventReader extends Closeable {
  /**
   * The next event, of which no rule is checked; empty at the end.
   *
   * @throws MalformedException if it cannot be read, with the line's number; the one after it is
   *     next
   * @throws IOException if the stream under it cannot be read
   */
  Optional<AuditEvent> next() throws IOException, MalformedException;

  /** The number of the line that was read last, from 1; 0 before the first. */
  long line();

  /** Closes the stream under it. */
  @Override
  void close() throws IOException;
}
