package dev.cairn.tree.lanes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Big-endian words of SHA-256 in byte arrays. */
final class Words {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Words() {}

  /** Writes a hash whose word {@code i} is at {@code at + i * stride}. */
  static void write(int[] words, int at, int stride, byte[] bytes, int offset) {
    for (int i = 0; i < BatchHasher.BYTES / Integer.BYTES; i++) {
      WORD.set(bytes, offset + i * Integer.BYTES, words[at + i * stride]);
    }
  }

  static void writeLong(byte[] bytes, int offset, long value) {
    LONG.set(bytes, offset, value);
  }
}
