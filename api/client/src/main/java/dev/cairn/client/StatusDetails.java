package dev.cairn.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import dev.cairn.client.RefusedException.FieldViolation;
import dev.cairn.tree.VerificationException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A failed call's google.rpc.Status, taken apart. Details of unknown types are left out. */
record StatusDetails(
    Status.Code code,
    String message,
    String reason,
    Map<String, String> metadata,
    List<FieldViolation> violations,
    Optional<Duration> retryDelay) {

  static StatusDetails of(StatusRuntimeException failure) {
    Status status = failure.getStatus();
    com.google.rpc.Status proto = StatusProto.fromThrowable(failure);
    List<Any> details = proto == null ? List.of() : proto.getDetailsList();
    Optional<ErrorInfo> info = find(details, ErrorInfo.class);
    String description = status.getDescription();
    return new StatusDetails(
        status.getCode(),
        description == null ? "" : description,
        info.map(ErrorInfo::getReason).orElse(""),
        info.map(known -> Map.copyOf(known.getMetadataMap())).orElse(Map.of()),
        find(details, BadRequest.class).map(StatusDetails::violations).orElse(List.of()),
        find(details, RetryInfo.class).flatMap(StatusDetails::delay));
  }

  /**
   * Whether files are what failed the check. Only a log within this process can say so: no network
   * carries causes.
   */
  static boolean isOfFiles(CheckFailedException failure) {
    return failure.getCause() instanceof StatusRuntimeException status
        && status.getStatus().getCause() instanceof VerificationException;
  }

  /** The failure that this status is. */
  LogException toException(Throwable cause) {
    if (cause instanceof StatusRuntimeException failure
        && failure.getStatus().getCause() instanceof VerificationException wrong) {
      return new CheckFailedException("the log's files are wrong: " + wrong.getMessage(), cause);
    }
    String what = message.isEmpty() ? code.name() : message;
    return switch (code) {
      case UNAVAILABLE -> new UnreachableException("the log is not reachable: " + what, cause);
      case DEADLINE_EXCEEDED ->
          new UnreachableException("the log did not answer in time: " + what, cause);
      case CANCELLED -> new UnreachableException("the call was cancelled: " + what, cause);
      case OK,
          UNKNOWN,
          INVALID_ARGUMENT,
          NOT_FOUND,
          ALREADY_EXISTS,
          PERMISSION_DENIED,
          RESOURCE_EXHAUSTED,
          FAILED_PRECONDITION,
          ABORTED,
          OUT_OF_RANGE,
          UNIMPLEMENTED,
          INTERNAL,
          DATA_LOSS,
          UNAUTHENTICATED ->
          new RefusedException("the log refused: " + what, this, cause);
    };
  }

  private static List<FieldViolation> violations(BadRequest request) {
    return request.getFieldViolationsList().stream()
        .map(one -> new FieldViolation(one.getField(), one.getDescription()))
        .toList();
  }

  private static Optional<Duration> delay(RetryInfo info) {
    return info.hasRetryDelay() ? Wire.duration(info.getRetryDelay()) : Optional.empty();
  }

  private static <M extends Message> Optional<M> find(List<Any> details, Class<M> type) {
    for (Any detail : details) {
      if (detail.is(type)) {
        try {
          return Optional.of(detail.unpack(type));
        } catch (InvalidProtocolBufferException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }
}
