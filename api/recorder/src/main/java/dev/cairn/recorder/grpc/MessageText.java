package dev.cairn.recorder.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.cairn.audit.v1.DigestAlgorithm;
import dev.cairn.audit.v1.PayloadDigest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What an event keeps of a message. */
sealed interface MessageText {
  /** The most bytes of JSON that are kept: what an attribute takes. */
  int MAX_BYTES = 8_192;

  /** All of it, as JSON. */
  record Whole(String json, int bytes) implements MessageText {}

  /** Its JSON has too many bytes: which they are, and how many. */
  record Oversize(PayloadDigest digest) implements MessageText {}

  /** It has no JSON, as an Any of a type that is not known here. */
  record Unprintable(String why) implements MessageText {}

  /** A message as proto3 JSON, its fields by the names of the contract, without spaces. */
  static MessageText of(Message message) {
    String json;
    try {
      json =
          JsonFormat.printer()
              .preservingProtoFieldNames()
              .omittingInsignificantWhitespace()
              .print(message);
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      return new Unprintable("it has no JSON: " + e.getMessage());
    }
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return bytes.length <= MAX_BYTES
        ? new Whole(json, bytes.length)
        : new Oversize(
            PayloadDigest.newBuilder()
                .setAlgorithm(DigestAlgorithm.DIGEST_ALGORITHM_SHA_256)
                .setDigest(ByteString.copyFrom(sha256(bytes)))
                .setSize(bytes.length)
                .setMediaType("application/json")
                .build());
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
