package dev.cairn.client;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Map;

/** The refusals of a test log. */
final class TestStatus {
  private TestStatus() {}

  static StatusRuntimeException of(Code code, String reason, Map<String, String> metadata) {
    ErrorInfo info =
        ErrorInfo.newBuilder()
            .setDomain("cairn.dev")
            .setReason(reason)
            .putAllMetadata(metadata)
            .build();
    return StatusProto.toStatusRuntimeException(
        Status.newBuilder()
            .setCode(code.getNumber())
            .setMessage("test log: " + reason)
            .addDetails(Any.pack(info))
            .build());
  }

  static StatusRuntimeException invalid(String field) {
    BadRequest.FieldViolation violation =
        BadRequest.FieldViolation.newBuilder().setField(field).setDescription("too long").build();
    return StatusProto.toStatusRuntimeException(
        Status.newBuilder()
            .setCode(Code.INVALID_ARGUMENT_VALUE)
            .setMessage("invalid request")
            .addDetails(Any.pack(ErrorInfo.newBuilder().setReason("INVALID_REQUEST").build()))
            .addDetails(Any.pack(BadRequest.newBuilder().addFieldViolations(violation).build()))
            .addDetails(
                Any.pack(
                    RetryInfo.newBuilder()
                        .setRetryDelay(com.google.protobuf.Duration.newBuilder().setSeconds(2))
                        .build()))
            .build());
  }
}
