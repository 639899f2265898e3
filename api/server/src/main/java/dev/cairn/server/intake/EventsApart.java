package dev.cairn.server.intake;

import com.google.protobuf.ByteString;
import dev.cairn.event.EventKey;
import dev.cairn.event.LoggedEntry;
import dev.cairn.tree.checkpoint.LossKey;
import java.util.List;

/** Keeps plain entries apart from events and from what the log itself logs. */
final class EventsApart {
  private EventsApart() {}

  /**
   * Checks what is to be appended as plain entries.
   *
   * @throws RefusedException if an entry could be taken for an event, or the key is one of events
   *     or of the log's own
   */
  static void check(List<ByteString> entries, String idempotencyKey) {
    if (idempotencyKey.startsWith(EventKey.PREFIX)) {
      throw Intake.invalid("idempotency_key", "\"" + EventKey.PREFIX + "\" begins keys of events");
    }
    if (idempotencyKey.startsWith(LossKey.PREFIX)) {
      throw Intake.invalid("idempotency_key", "\"" + LossKey.PREFIX + "\" begins the log's own");
    }
    for (ByteString entry : entries) {
      if (LoggedEntry.isEvent(entry)) {
        throw Intake.invalid("entry", "begins like an event; record events with AuditService");
      }
    }
  }
}
