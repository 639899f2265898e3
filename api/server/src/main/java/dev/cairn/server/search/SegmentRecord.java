package dev.cairn.server.search;

import dev.cairn.tree.merkle.Hash;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What is kept of a segment besides its terms.
 *
 * @param start the index of its first entry
 * @param end the index after its last entry
 * @param lastLeaf the leaf hash of its last entry, which shows that it is of this log
 * @param times when its events happened
 */
record SegmentRecord(long start, long end, Hash lastLeaf, BlockTimes times) {
  private static final int HEAD = Integer.BYTES + 2 * Long.BYTES + Hash.BYTES;

  byte[] key() {
    return ByteBuffer.allocate(Long.BYTES).putLong(start).array();
  }

  byte[] value() {
    ByteBuffer out = ByteBuffer.allocate(HEAD + times.blocks() * BlockTimes.BYTES);
    lastLeaf.write(out.putInt(0).putLong(start).putLong(end));
    times.write(out);
    return Checked.seal(out.array());
  }

  /**
   * Reads a row.
   *
   * @throws DamagedIndexException if it is none
   */
  static SegmentRecord parse(byte[] key, byte[] value) {
    ByteBuffer in = Checked.open(value);
    try {
      long start = in.getLong();
      if (!Arrays.equals(key, ByteBuffer.allocate(Long.BYTES).putLong(start).array())) {
        throw new DamagedIndexException("a segment is in the place of another");
      }
      return new SegmentRecord(start, in.getLong(), Hash.read(in), BlockTimes.read(in));
    } catch (BufferUnderflowException e) {
      throw new DamagedIndexException("a segment is too short");
    }
  }
}
