package dev.cairn.client.tiles.service;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import dev.cairn.tree.VerificationException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;

/** What failures and refusals are as statuses, in the words of a server of Cairn's. */
final class Refusals {
  private Refusals() {}

  static StatusRuntimeException of(Exception failure) {
    String message = String.valueOf(failure.getMessage());
    return switch (failure) {
      case StatusRuntimeException status -> status;
      case VerificationException wrong ->
          Status.DATA_LOSS.withDescription(message).withCause(wrong).asRuntimeException();
      case IOException unreadable ->
          Status.UNAVAILABLE.withDescription(message).withCause(unreadable).asRuntimeException();
      case InterruptedException interrupted ->
          Status.CANCELLED.withCause(interrupted).asRuntimeException();
      default ->
          Status.INTERNAL.withDescription("" + failure).withCause(failure).asRuntimeException();
    };
  }

  static StatusRuntimeException beyondTree(String field, long value, long treeSize) {
    return refusal(
        Code.OUT_OF_RANGE,
        "%s %d is beyond the tree of %d entries".formatted(field, value, treeSize),
        "BEYOND_TREE");
  }

  static StatusRuntimeException leafHashNotFound(long treeSize) {
    return refusal(
        Code.NOT_FOUND,
        "no entry of this leaf hash among the first " + treeSize,
        "LEAF_HASH_NOT_FOUND");
  }

  static StatusRuntimeException checkpointNotFound(long size) {
    return refusal(
        Code.NOT_FOUND,
        "a tiled log shows only its newest checkpoint; that of size " + size + " was not seen",
        "CHECKPOINT_NOT_FOUND");
  }

  static StatusRuntimeException readOnly() {
    return refusal(
        Code.UNIMPLEMENTED, "a tiled log can only be read here: append at its server", "READ_ONLY");
  }

  private static StatusRuntimeException refusal(Code code, String message, String reason) {
    ErrorInfo info = ErrorInfo.newBuilder().setDomain("cairn.dev").setReason(reason).build();
    return StatusProto.toStatusRuntimeException(
        com.google.rpc.Status.newBuilder()
            .setCode(code.getNumber())
            .setMessage(message)
            .addDetails(Any.pack(info))
            .build());
  }
}
