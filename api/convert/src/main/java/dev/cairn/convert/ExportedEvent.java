package dev.cairn.convert;

import com.google.protobuf.util.Timestamps;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.event.LoggedEntry;
import java.util.Base64;
import java.util.Objects;

/**
 * An event that leaves the log.
 *
 * @param index the index of its entry, 0 or more
 * @param entry the entry
 * @param tlogProof the text of its {@code .tlog-proof}; empty: none. A proof speaks of the entry's
 *     bytes, so whatever carries the proof also carries them
 */
public record ExportedEvent(long index, LoggedEntry entry, String tlogProof) {
  /** Refuses null and a negative index. */
  public ExportedEvent {
    Objects.requireNonNull(entry);
    Objects.requireNonNull(tlogProof);
    if (index < 0) {
      throw new IllegalArgumentException("index: " + index);
    }
  }

  /** The event itself. */
  public AuditEvent event() {
    return entry.event();
  }

  /** Whether there is a proof. */
  public boolean isProved() {
    return !tlogProof.isEmpty();
  }

  /** When the log had it, as RFC 3339 writes it. */
  String receiveTime() {
    return Timestamps.toString(entry.collection().getReceiveTime());
  }

  /** The entry's bytes in base64. */
  String entryText() {
    return Base64.getEncoder().encodeToString(entry.toBytes());
  }
}
