package dev.cairn.server.web;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import dev.cairn.server.grpc.LocalCalls;
import dev.cairn.server.grpc.Statuses;
import dev.cairn.server.intake.RefusedException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.jetty.util.Fields;

/** The reads of LogService and AuditService, as JSON. */
final class Api {
  private static final Map<String, ApiRead> READS =
      ApiRead.ALL.stream()
          .collect(Collectors.toUnmodifiableMap(ApiRead::name, Function.identity()));

  // Each takes some MiB of memory while it is made.
  private static final int LARGE_AT_A_TIME = 8;
  private static final long PATIENCE_SECONDS = 2;

  private final LocalCalls calls;
  private final Semaphore large = new Semaphore(LARGE_AT_A_TIME);

  Api(LocalCalls calls) {
    this.calls = calls;
  }

  /**
   * Answers a read.
   *
   * @param path below {@code api/}
   */
  Answer answer(ServedLog log, String path, Fields query) {
    try {
      if (path.startsWith(ApiRead.ENTRY.name())) {
        return entry(log, path.substring(ApiRead.ENTRY.name().length()), query);
      }
      ApiRead read = READS.get(path);
      if (read == null) {
        return noSuchPath();
      }
      Message.Builder request = read.to(log.log());
      QueryFields.set(request, query, read.parameters());
      return read.isLarge()
          ? large(log, read, request.build())
          : read.call().answer(log.log(), calls, request.build());
    } catch (RefusedException e) {
      return Json.failed(Statuses.of(e.refusal()));
    } catch (StatusRuntimeException e) {
      return Json.failed(Objects.requireNonNull(StatusProto.fromThrowable(e)));
    }
  }

  private Answer large(ServedLog log, ApiRead read, Message request) {
    if (!waitForTurn()) {
      return failed(
          Code.RESOURCE_EXHAUSTED, "TOO_MANY_REQUESTS", "too many large answers; retry later");
    }
    try {
      return read.call().answer(log.log(), calls, request);
    } finally {
      large.release();
    }
  }

  private boolean waitForTurn() {
    try {
      return large.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Answer entry(ServedLog log, String index, Fields query) {
    ApiRead read = ApiRead.ENTRY;
    Message.Builder request = read.to(log.log());
    QueryFields.set(request, query, read.parameters());
    QueryFields.set(
        request, request.getDescriptorForType().findFieldByName("index"), "index", index);
    return read.call().answer(log.log(), calls, request.build());
  }

  /** There is no such read. */
  static Answer noSuchPath() {
    return failed(
        Code.NOT_FOUND, "PATH_NOT_FOUND", "the API has no such path; see /-/openapi.json");
  }

  /** There is no such log. */
  static Answer noSuchLog() {
    return failed(Code.NOT_FOUND, "LOG_NOT_FOUND", "this server has no such log; see /-/logs");
  }

  /** An error of HTTP alone. */
  static Answer failed(Code code, String reason, String message) {
    return Json.failed(
        Status.newBuilder()
            .setCode(code.getNumber())
            .setMessage(message)
            .addDetails(
                Any.pack(ErrorInfo.newBuilder().setDomain("cairn.dev").setReason(reason).build()))
            .build());
  }
}
