package dev.cairn.server.web;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import org.eclipse.jetty.http.HttpFields;

/** Messages as JSON: the proto3 mapping, with the fields that have their default value. */
final class Json {
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer()
          .alwaysPrintFieldsWithNoPresence()
          .omittingInsignificantWhitespace()
          .usingTypeRegistry(
              TypeRegistry.newBuilder()
                  .add(ErrorInfo.getDescriptor())
                  .add(BadRequest.getDescriptor())
                  .add(RetryInfo.getDescriptor())
                  .build());
  private static final HttpFields FOUND =
      Answer.openHeaders("application/json", "no-cache").asImmutable();
  private static final HttpFields FAILED =
      Answer.openHeaders("application/json", "no-store").asImmutable();
  private static final HttpFields RETRYABLE = Answer.retryable(FAILED).asImmutable();

  private Json() {}

  /** A message as the answer. */
  static Answer found(MessageOrBuilder message) {
    return Answer.text(200, FOUND, print(message));
  }

  /** An error as the answer. */
  static Answer failed(Status status) {
    boolean retry =
        status.getCode() == Code.RESOURCE_EXHAUSTED.getNumber()
            || status.getCode() == Code.UNAVAILABLE.getNumber();
    return Answer.text(httpStatus(status), retry ? RETRYABLE : FAILED, print(status));
  }

  private static int httpStatus(Status status) {
    Code code = Code.forNumber(status.getCode());
    return switch (code) {
      case INVALID_ARGUMENT -> 400;
      case NOT_FOUND, OUT_OF_RANGE -> 404;
      case RESOURCE_EXHAUSTED -> 429;
      case UNAVAILABLE, DATA_LOSS -> 503;
      case DEADLINE_EXCEEDED -> 504;
      case null -> 500;
      default -> 500;
    };
  }

  private static String print(MessageOrBuilder message) {
    try {
      return PRINTER.print(message) + "\n";
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a message of ours has no JSON", e);
    }
  }
}
