package dev.cairn.event;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.tree.MalformedException;
import java.io.IOException;
import java.util.Arrays;

/** The serialized form of an event. */
public final class EventBytes {
  /**
   * Messages within messages: an event of today has three levels, groups of strangers count too.
   */
  private static final int MAX_DEPTH = 16;

  private EventBytes() {}

  /**
   * Parses a serialized AuditEvent. Fields that are not known here are accepted and kept: a newer
   * producer may send them. No rule but the size and the form is checked.
   *
   * @throws MalformedException if the bytes are too many, or not a message, or nested more than 16
   *     deep, or not as a serializer writes them: each field once, in the order of the numbers
   */
  public static AuditEvent parse(byte[] bytes) throws MalformedException {
    AuditEvent event = parse(bytes.length, CodedInputStream.newInstance(bytes));
    requireCanonical(Arrays.equals(event.toByteArray(), bytes));
    return event;
  }

  /** As {@link #parse(byte[])}. */
  public static AuditEvent parse(ByteString bytes) throws MalformedException {
    AuditEvent event = parse(bytes.size(), bytes.newCodedInput());
    requireCanonical(event.toByteString().equals(bytes));
    return event;
  }

  /** As {@link #parse(ByteString)}, without a look at the form. */
  static AuditEvent glance(ByteString bytes) throws MalformedException {
    return parse(bytes.size(), bytes.newCodedInput());
  }

  /** Where a field stands twice, two readers may see two events. */
  private static void requireCanonical(boolean isCanonical) throws MalformedException {
    if (!isCanonical) {
      throw new MalformedException(
          "event: must have each field once, in the order of the numbers, and none at its default");
    }
  }

  private static AuditEvent parse(int size, CodedInputStream input) throws MalformedException {
    if (size > EventRules.MAX_EVENT_BYTES) {
      throw new MalformedException("event: " + EventRules.oversize(size));
    }
    input.setRecursionLimit(MAX_DEPTH);
    try {
      AuditEvent event = AuditEvent.parseFrom(input);
      input.checkLastTagWas(0);
      return event;
    } catch (IOException e) {
      throw new MalformedException("event: not a serialized AuditEvent: " + e.getMessage());
    }
  }
}
