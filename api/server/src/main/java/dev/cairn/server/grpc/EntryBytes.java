package dev.cairn.server.grpc;

import com.google.protobuf.ByteOutput;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Takes entries out of messages. A parsed entry has an array of its own, which nobody changes any
 * more: it is taken as it is, and anything else copied.
 */
final class EntryBytes extends ByteOutput {
  private final int length;
  private byte[] bytes = new byte[0];

  private EntryBytes(int length) {
    this.length = length;
  }

  /** The bytes of an entry, which must not be changed. */
  static byte[] of(ByteString entry) {
    EntryBytes found = new EntryBytes(entry.size());
    try {
      UnsafeByteOperations.unsafeWriteTo(entry, found);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found.bytes.length == entry.size() ? found.bytes : entry.toByteArray();
  }

  /** The bytes of all entries, which must not be changed. */
  static List<byte[]> of(List<ByteString> entries) {
    return entries.stream().map(EntryBytes::of).toList();
  }

  private void take(byte[] value, int offset, int count) {
    if (offset == 0 && count == length && value.length == length) {
      bytes = value;
    }
  }

  @Override
  public void write(byte value) {}

  @Override
  public void write(byte[] value, int offset, int count) {
    take(value, offset, count);
  }

  @Override
  public void writeLazy(byte[] value, int offset, int count) {
    take(value, offset, count);
  }

  @Override
  public void write(ByteBuffer value) {}

  @Override
  public void writeLazy(ByteBuffer value) {}
}
