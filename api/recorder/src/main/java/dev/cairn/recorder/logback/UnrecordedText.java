package dev.cairn.recorder.logback;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.cairn.audit.v1.AuditEvent;

/** An event as one line for people. */
final class UnrecordedText {
  private UnrecordedText() {}

  static String of(AuditEvent event) {
    try {
      return JsonFormat.printer()
          .preservingProtoFieldNames()
          .omittingInsignificantWhitespace()
          .print(event);
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      // A time that does not exist has no JSON.
      return event.toString().replace('\n', ' ');
    }
  }
}
