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
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.jetty.util.Fields;

/** The reads of LogService, as JSON. */
final class Api {
  private static final Map<String, ApiRead> READS =
      ApiRead.ALL.stream()
          .collect(Collectors.toUnmodifiableMap(ApiRead::name, Function.identity()));

  private final LocalCalls calls;

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
      return read.call().answer(log.log(), calls.stub(), request.build());
    } catch (RefusedException e) {
      return Json.failed(Statuses.of(e.refusal()));
    } catch (StatusRuntimeException e) {
      return Json.failed(Objects.requireNonNull(StatusProto.fromThrowable(e)));
    }
  }

  private Answer entry(ServedLog log, String index, Fields query) {
    ApiRead read = ApiRead.ENTRY;
    Message.Builder request = read.to(log.log());
    QueryFields.set(request, query, read.parameters());
    QueryFields.set(request, request.getDescriptorForType().findFieldByName("index"), index);
    return read.call().answer(log.log(), calls.stub(), request.build());
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
