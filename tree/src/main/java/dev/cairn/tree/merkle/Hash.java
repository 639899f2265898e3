package dev.cairn.tree.merkle;

import dev.cairn.tree.CanonicalText;
import dev.cairn.tree.MalformedException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A SHA-256 value of 32 bytes: a leaf hash, a node or a root. Immutable, equal by content, and
 * ordered as unsigned bytes from the first to the last.
 */
public final class Hash implements Comparable<Hash> {
  /** Length of a hash in bytes. */
  public static final int BYTES = 32;

  private static final int BASE64_CHARS = 44;
  private static final int HEX_CHARS = 64;
  private static final VarHandle ARRAY =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle BUFFER =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  // Big-endian words, so that comparing words as unsigned compares bytes.
  private final long word0;
  private final long word1;
  private final long word2;
  private final long word3;

  private Hash(long word0, long word1, long word2, long word3) {
    this.word0 = word0;
    this.word1 = word1;
    this.word2 = word2;
    this.word3 = word3;
  }

  /**
   * The hash with these bytes; for bytes of a stranger use {@link #parse}.
   *
   * @throws IllegalArgumentException unless there are exactly 32 bytes
   */
  public static Hash of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a hash has 32 bytes, not " + bytes.length);
    }
    return of(bytes, 0);
  }

  /**
   * The 32 bytes that start at {@code offset}.
   *
   * @throws IndexOutOfBoundsException if the array ends before them
   */
  public static Hash of(byte[] bytes, int offset) {
    Objects.checkFromIndexSize(offset, BYTES, bytes.length);
    return new Hash(
        (long) ARRAY.get(bytes, offset),
        (long) ARRAY.get(bytes, offset + 8),
        (long) ARRAY.get(bytes, offset + 16),
        (long) ARRAY.get(bytes, offset + 24));
  }

  /**
   * Takes the next 32 bytes of the buffer, whatever its byte order, and moves its position past
   * them.
   *
   * @throws BufferUnderflowException if fewer remain
   */
  public static Hash read(ByteBuffer in) {
    int at = in.position();
    if (in.remaining() < BYTES) {
      throw new BufferUnderflowException();
    }
    in.position(at + BYTES);
    return new Hash(
        (long) BUFFER.get(in, at),
        (long) BUFFER.get(in, at + 8),
        (long) BUFFER.get(in, at + 16),
        (long) BUFFER.get(in, at + 24));
  }

  /**
   * A hash from outside.
   *
   * @throws MalformedException unless there are exactly 32 bytes
   */
  public static Hash parse(byte[] bytes) throws MalformedException {
    if (bytes.length != BYTES) {
      throw new MalformedException("a hash has 32 bytes, not " + bytes.length);
    }
    return of(bytes, 0);
  }

  /**
   * A hash in the standard padded alphabet of RFC 4648 §4, 44 characters.
   *
   * @throws MalformedException for any other text, also where a lenient decoder finds the same
   *     bytes in it
   */
  public static Hash parseBase64(String text) throws MalformedException {
    if (text.length() != BASE64_CHARS) {
      throw new MalformedException("a hash in base64 has 44 characters, not " + text.length());
    }
    return parse(CanonicalText.parseBase64("a hash", text));
  }

  /**
   * A hash as 64 lowercase hexadecimal digits.
   *
   * @throws MalformedException for any other text
   */
  public static Hash parseHex(String text) throws MalformedException {
    if (text.length() != HEX_CHARS) {
      throw new MalformedException("a hash in hexadecimal has 64 digits, not " + text.length());
    }
    Hash hash;
    try {
      hash = of(HexFormat.of().parseHex(text));
    } catch (IllegalArgumentException e) {
      throw new MalformedException("a hash is not in hexadecimal");
    }
    if (!hash.toHex().equals(text)) {
      throw new MalformedException("a hash is not in lowercase hexadecimal");
    }
    return hash;
  }

  /** A fresh array of 32 bytes. */
  public byte[] toBytes() {
    byte[] bytes = new byte[BYTES];
    copyTo(bytes, 0);
    return bytes;
  }

  /**
   * Writes the 32 bytes from {@code offset} on.
   *
   * @throws IndexOutOfBoundsException if the array is too short; nothing is written then
   */
  public void copyTo(byte[] out, int offset) {
    Objects.checkFromIndexSize(offset, BYTES, out.length);
    ARRAY.set(out, offset, word0);
    ARRAY.set(out, offset + 8, word1);
    ARRAY.set(out, offset + 16, word2);
    ARRAY.set(out, offset + 24, word3);
  }

  /**
   * Puts the 32 bytes at the buffer's position, whatever its byte order, and moves its position
   * past them.
   *
   * @throws BufferOverflowException if fewer than 32 bytes remain; nothing is written then
   */
  public void write(ByteBuffer out) {
    int at = out.position();
    if (out.remaining() < BYTES) {
      throw new BufferOverflowException();
    }
    BUFFER.set(out, at, word0);
    BUFFER.set(out, at + 8, word1);
    BUFFER.set(out, at + 16, word2);
    BUFFER.set(out, at + 24, word3);
    out.position(at + BYTES);
  }

  /** Padded standard base64, as {@link #parseBase64} takes it. */
  public String toBase64() {
    return Base64.getEncoder().encodeToString(toBytes());
  }

  /** 64 lowercase hexadecimal digits, as {@link #parseHex} takes them. */
  public String toHex() {
    return HexFormat.of().formatHex(toBytes());
  }

  @Override
  public int compareTo(Hash other) {
    if (word0 != other.word0) {
      return Long.compareUnsigned(word0, other.word0);
    }
    if (word1 != other.word1) {
      return Long.compareUnsigned(word1, other.word1);
    }
    if (word2 != other.word2) {
      return Long.compareUnsigned(word2, other.word2);
    }
    return Long.compareUnsigned(word3, other.word3);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Hash hash
        && word0 == hash.word0
        && word1 == hash.word1
        && word2 == hash.word2
        && word3 == hash.word3;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(word0 + 31 * (word1 + 31 * (word2 + 31 * word3)));
  }

  /** The same as {@link #toHex}. */
  @Override
  public String toString() {
    return toHex();
  }
}
