package dev.cairn.recorder.delivery;

import com.google.rpc.Code;
import com.google.rpc.Status;
import dev.cairn.client.LogException;
import dev.cairn.client.RefusedException;
import java.util.Set;

/** Tells refusals for good from those that time can mend. */
final class Codes {
  /** What speaks of a producer's key at the log, which every event would be refused for. */
  private static final Set<String> OF_KEYS =
      Set.of("PRODUCER_UNKNOWN", "PRODUCERS_FULL", "SEAL_INVALID");

  private Codes() {}

  /**
   * Whether sending the same event again would be refused again. What speaks of the server, of the
   * connection, of the caller's credentials or of the producer's key is not the event's fault.
   */
  static boolean isFinal(Status status, LogException why) {
    if (why instanceof RefusedException refused && OF_KEYS.contains(refused.reason())) {
      return false;
    }
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
