package dev.cairn.recorder.delivery;

import com.google.rpc.Code;
import com.google.rpc.Status;

/** Tells refusals for good from those that time can mend. */
final class Codes {
  private Codes() {}

  /**
   * Whether sending the same event again would be refused again. What speaks of the server, of the
   * connection or of the caller's credentials is not the event's fault.
   */
  static boolean isFinal(Status status) {
    Code code = Code.forNumber(status.getCode());
    if (code == null) {
      return false;
    }
    return switch (code) {
      case INVALID_ARGUMENT, ALREADY_EXISTS, FAILED_PRECONDITION, OUT_OF_RANGE -> true;
      case OK,
          CANCELLED,
          UNKNOWN,
          DEADLINE_EXCEEDED,
          NOT_FOUND,
          PERMISSION_DENIED,
          UNAUTHENTICATED,
          RESOURCE_EXHAUSTED,
          ABORTED,
          UNIMPLEMENTED,
          INTERNAL,
          UNAVAILABLE,
          DATA_LOSS,
          UNRECOGNIZED ->
          false;
    };
  }
}
