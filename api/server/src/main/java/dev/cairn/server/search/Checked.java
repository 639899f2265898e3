package dev.cairn.server.search;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Values that begin with a checksum over the rest. */
final class Checked {
  private Checked() {}

  /** Writes the checksum into the first four bytes. */
  static byte[] seal(byte[] value) {
    ByteBuffer.wrap(value).putInt(checksum(value));
    return value;
  }

  /**
   * What is behind the checksum.
   *
   * @throws DamagedIndexException if it does not fit
   */
  static ByteBuffer open(byte[] value) {
    if (value.length < Integer.BYTES || ByteBuffer.wrap(value).getInt() != checksum(value)) {
      throw new DamagedIndexException("a checksum does not fit");
    }
    return ByteBuffer.wrap(value).position(Integer.BYTES);
  }

  private static int checksum(byte[] value) {
    CRC32C checksum = new CRC32C();
    checksum.update(value, Integer.BYTES, value.length - Integer.BYTES);
    return (int) checksum.getValue();
  }
}
