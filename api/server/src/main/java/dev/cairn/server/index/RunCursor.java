package dev.cairn.server.index;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Reads the records of a run one after the other, and checks at the end that none was damaged. */
final class RunCursor {
  private static final int BLOCK = 4_096;

  private final Run run;
  private final CRC32C checksum = new CRC32C();
  private ByteBuffer block = ByteBuffer.allocate(0);
  private long next;
  private long high;
  private int low;
  private long index;

  RunCursor(Run run) {
    this.run = run;
  }

  /**
   * Goes to the next record; returns whether there is one.
   *
   * @throws DamagedRunException at the end, if the records are not those that were written
   */
  boolean next() throws DamagedRunException {
    if (next == run.count()) {
      if ((int) checksum.getValue() != run.checksum()) {
        throw new DamagedRunException(run.file());
      }
      return false;
    }
    if (!block.hasRemaining()) {
      block = run.records(next, (int) Math.min(BLOCK, run.count() - next));
      checksum.update(block.duplicate());
    }
    high = block.getLong();
    low = block.getInt();
    index = run.span().first() + Integer.toUnsignedLong(block.getInt());
    next++;
    return true;
  }

  /** Orders cursors like the records that they are at. */
  int compareTo(RunCursor other) {
    int order = Long.compareUnsigned(high, other.high);
    return order != 0 ? order : Integer.compareUnsigned(low, other.low);
  }

  /** The fingerprint of the record. */
  Fingerprint fingerprint() {
    return new Fingerprint(high, low);
  }

  /** The index of the entry of the record. */
  long index() {
    return index;
  }
}
