package dev.cairn.recorder.outbox;

import dev.cairn.audit.v1.EventRun;

/**
 * A run that is durable in the outbox.
 *
 * @param position the position of its first event
 * @param run what is to be sent
 */
public record StoredRun(long position, EventRun run) {
  /** The position after its last event. */
  public long end() {
    return position + run.getEventsCount();
  }
}
