package dev.cairn.server.store.journal;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The random number that the records from one opening of a journal to the next carry, and that the
 * journal's first block states:
 *
 * <pre>
 * "cairn journal 1\n" (16) | number (16) | CRC-32C over both (4, big-endian)
 * </pre>
 *
 * @param high the first half
 * @param low the second half
 */
record Epoch(long high, long low) {
  /** The length of the number. */
  static final int BYTES = 2 * Long.BYTES;

  private static final byte[] FORMAT =
      "cairn journal 1\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  private static final int CHECKED = 16 + BYTES;
  private static final SecureRandom RANDOM = new SecureRandom();

  static Epoch random() {
    return new Epoch(RANDOM.nextLong(), RANDOM.nextLong());
  }

  void write(ByteBuffer out) {
    out.putLong(high).putLong(low);
  }

  /** Whether the number is at the buffer's position. */
  boolean isNext(ByteBuffer in) {
    return in.getLong(in.position()) == high && in.getLong(in.position() + Long.BYTES) == low;
  }

  /** Puts the beginning of the first block at the buffer's position. */
  void writeBlock(ByteBuffer out) {
    int start = out.position();
    write(out.put(FORMAT));
    out.putInt(checksum(out.slice(start, CHECKED)));
  }

  /** The epoch that a first block states; none if it is not one. */
  static Optional<Epoch> readBlock(ByteBuffer block) {
    ByteBuffer format = ByteBuffer.wrap(FORMAT);
    return block.slice(0, FORMAT.length).equals(format)
            && block.getInt(CHECKED) == checksum(block.slice(0, CHECKED))
        ? Optional.of(new Epoch(block.getLong(FORMAT.length), block.getLong(FORMAT.length + 8)))
        : Optional.empty();
  }

  private static int checksum(ByteBuffer bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    return (int) checksum.getValue();
  }
}
