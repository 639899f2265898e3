package dev.cairn.recorder;

import com.google.protobuf.ByteString;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.event.EventBytes;
import dev.cairn.event.EventRules;
import dev.cairn.tree.MalformedException;

/** Tells events that a client makes about its own chain from those of services. */
final class OwnEvents {
  private OwnEvents() {}

  static boolean isOwn(AuditEvent event) {
    return event.getType().startsWith(EventRules.RESERVED_TYPE_PREFIX);
  }

  /** False for what is malformed: this client makes no such events. */
  static boolean isOwn(ByteString event) {
    try {
      return isOwn(EventBytes.parse(event));
    } catch (MalformedException _) {
      return false;
    }
  }
}
