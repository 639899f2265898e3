package dev.cairn.recorder.grpc;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;

/** Messages with a map. */
final class Answers {
  private Answers() {}

  /** Names and values in turn. */
  static Struct of(String... pairs) {
    Struct.Builder answer = Struct.newBuilder();
    for (int i = 0; i < pairs.length; i += 2) {
      answer.putFields(pairs[i], Value.newBuilder().setStringValue(pairs[i + 1]).build());
    }
    return answer.build();
  }
}
