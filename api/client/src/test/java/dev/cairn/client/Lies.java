package dev.cairn.client;

import com.google.protobuf.ByteString;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** What a test log says instead of the truth, by the kind of answer. */
public final class Lies {
  private final Map<Class<?>, UnaryOperator<Object>> lies = new ConcurrentHashMap<>();

  /** From now on, answers of that kind are changed so. */
  public <T> void tell(Class<T> answer, UnaryOperator<T> lie) {
    lies.put(answer, truth -> lie.apply(answer.cast(truth)));
  }

  /** No more lies. */
  public void stop() {
    lies.clear();
  }

  <T> T apply(Class<T> type, T truth) {
    return type.cast(lies.getOrDefault(type, UnaryOperator.identity()).apply(truth));
  }

  /** The same bytes with one bit flipped. */
  public static ByteString flip(ByteString bytes, int bit) {
    byte[] flipped = bytes.toByteArray();
    flipped[bit / 8] ^= (byte) (1 << (bit % 8));
    return ByteString.copyFrom(flipped);
  }
}
