package dev.cairn.witness.grpc;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import dev.cairn.tree.MalformedException;
import dev.cairn.witness.Decision;
import dev.cairn.witness.SubtreeAnswer;
import dev.cairn.witness.store.StoreException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where a refusal becomes a gRPC status; the table is in witness.proto. */
final class Statuses {
  private static final Logger LOG = LoggerFactory.getLogger(Statuses.class);
  private static final String DOMAIN = "cairn.dev";

  private Statuses() {}

  /** The status of a call whose request did not arrive in time. */
  static StatusRuntimeException notReceived() {
    return io.grpc.Status.DEADLINE_EXCEEDED
        .withDescription("the request did not arrive in time")
        .asRuntimeException();
  }

  /** The status of anything that a call may throw; what is unexpected is logged, not told. */
  static StatusRuntimeException of(Exception thrown) {
    return switch (thrown) {
      case StatusRuntimeException status -> status;
      case MalformedException malformed -> malformed(String.valueOf(malformed.getMessage()));
      case StoreException store -> stopped(String.valueOf(store.getMessage()));
      default -> {
        LOG.error("A call failed", thrown);
        yield io.grpc.Status.INTERNAL
            .withDescription("the witness failed; its log has the details")
            .asRuntimeException();
      }
    };
  }

  /** The status of a refused checkpoint. */
  static StatusRuntimeException of(Decision.Reason reason, String message) {
    return switch (reason) {
      case UNKNOWN_ORIGIN -> logNotFound(message);
      case NOT_SIGNED_BY_LOG -> status(Code.PERMISSION_DENIED, message, "NOT_SIGNED_BY_LOG");
      case EXTENSION_LINES -> malformed(message);
      case OLD_SIZE_TOO_LARGE -> status(Code.INVALID_ARGUMENT, message, "OLD_SIZE_TOO_LARGE");
      case FORK -> status(Code.FAILED_PRECONDITION, message, "FORK");
      case EMPTY_TREE_WITH_OTHER_ROOT, BAD_PROOF ->
          status(Code.FAILED_PRECONDITION, message, "BAD_PROOF");
    };
  }

  /** The status of a refused subtree. */
  static StatusRuntimeException of(SubtreeAnswer.Reason reason, String message) {
    return switch (reason) {
      case INVALID_SUBTREE -> status(Code.INVALID_ARGUMENT, message, "INVALID_SUBTREE");
      case NOT_COSIGNED -> status(Code.PERMISSION_DENIED, message, "NOT_COSIGNED");
      case UNKNOWN_ORIGIN -> logNotFound(message);
      case BAD_PROOF -> status(Code.FAILED_PRECONDITION, message, "BAD_PROOF");
    };
  }

  static StatusRuntimeException malformed(String message) {
    return status(Code.INVALID_ARGUMENT, message, "MALFORMED");
  }

  static StatusRuntimeException logNotFound(String message) {
    return status(Code.NOT_FOUND, message, "LOG_NOT_FOUND");
  }

  static StatusRuntimeException neverCosigned(String origin) {
    return status(
        Code.NOT_FOUND, "no checkpoint of " + origin + " was ever cosigned", "NEVER_COSIGNED");
  }

  static StatusRuntimeException conflict(long knownSize) {
    ErrorInfo info =
        info("OLD_SIZE_CONFLICT").toBuilder()
            .putAllMetadata(Map.of("known_size", Long.toString(knownSize)))
            .build();
    return exception(Code.ABORTED, "the known size is " + knownSize, info);
  }

  static StatusRuntimeException stopped(String message) {
    return status(Code.UNAVAILABLE, message, "STOPPED");
  }

  static StatusRuntimeException tooManyRequests() {
    return exception(
        Code.RESOURCE_EXHAUSTED,
        "too many requests in flight; retry later",
        info("TOO_MANY_REQUESTS"),
        RetryInfo.newBuilder().setRetryDelay(Duration.newBuilder().setSeconds(1)).build());
  }

  static StatusRuntimeException withoutSubtrees() {
    return io.grpc.Status.UNIMPLEMENTED
        .withDescription("the witness has no key that signs subtrees")
        .asRuntimeException();
  }

  private static StatusRuntimeException status(Code code, String message, String reason) {
    return exception(code, message, info(reason));
  }

  private static ErrorInfo info(String reason) {
    return ErrorInfo.newBuilder().setDomain(DOMAIN).setReason(reason).build();
  }

  private static StatusRuntimeException exception(Code code, String message, Message... details) {
    Status.Builder status = Status.newBuilder().setCode(code.getNumber()).setMessage(message);
    for (Message detail : details) {
      status.addDetails(Any.pack(detail));
    }
    return StatusProto.toStatusRuntimeException(status.build());
  }
}
