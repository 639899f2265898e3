package dev.cairn.client.events;

import dev.cairn.client.LogException;
import java.util.Optional;

/** Events, each verified before it is given. For one thread, but {@link #close}. */
public interface EventCursor extends AutoCloseable {
  /**
   * Waits for the next event.
   *
   * @return empty at the end, or once closed
   * @throws LogException {@link dev.cairn.client.CheckFailedException} if the server sends what is
   *     not so or was not asked for; nothing of that answer is given then
   */
  Optional<VerifiedEvent> next() throws LogException;

  /** Ends it. Whoever waits in {@link #next} gets nothing more. For any thread. */
  @Override
  void close();
}
