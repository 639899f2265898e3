package dev.cairn.cli.events;

import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.client.LogException;

/** Where events go, on their way into the log. */
interface EventSink extends AutoCloseable {
  /**
   * Takes an event that keeps all rules.
   *
   * @param where what messages call it: its line
   */
  void offer(String where, AuditEvent event) throws LogException;

  /** Waits until all that was offered has its outcome. */
  void finish() throws LogException;

  @Override
  void close();
}
