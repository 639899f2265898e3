package dev.cairn.cli.delivery;

import com.google.protobuf.ByteString;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.event.EventBytes;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.merkle.TreeHasher;

/** Tells the bytes of an event from those of any other. */
enum Fingerprint {
  /** All bytes count. */
  WHOLE,
  /** All but the time, which the client sets. */
  WITHOUT_TIME;

  /** The fingerprint of a serialized event. */
  String of(ByteString event) {
    return switch (this) {
      case WHOLE -> new TreeHasher().leaf(event.toByteArray()).toString();
      case WITHOUT_TIME -> withoutTime(event);
    };
  }

  private static String withoutTime(ByteString event) {
    try {
      AuditEvent timeless = EventBytes.parse(event).toBuilder().clearOccurredTime().build();
      return new TreeHasher().leaf(timeless.toByteArray()).toString();
    } catch (MalformedException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
