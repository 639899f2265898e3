package dev.cairn.server.search;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Between which times the events of each block of 256 positions occurred and were received, in
 * seconds since 1970, rounded down. One thread adds; others may read what was added before.
 */
final class BlockTimes {
  /** How many positions a block has. */
  static final int BLOCK = 256;

  /** The bytes of a block in a message. */
  static final int BYTES = 4 * Long.BYTES;

  /** Which time. */
  enum Column {
    OCCURRED(0),
    RECEIVED(2);

    private final int offset;

    Column(int offset) {
      this.offset = offset;
    }
  }

  /**
   * The times between which something lies, both inclusive; nothing if they are the wrong way
   * round.
   */
  record Range(long min, long max) {}

  // For each block the lowest and the highest of both columns.
  private long[] bounds = new long[0];

  int blocks() {
    return bounds.length / 4;
  }

  /**
   * Adds a time of an event; {@code Long.MIN_VALUE} to {@code Long.MAX_VALUE} for an unknown one.
   */
  void add(int position, Column column, Range time) {
    int block = position / BLOCK;
    while (block >= blocks()) {
      long[] more = Arrays.copyOf(bounds, bounds.length + 4);
      clear(more, bounds.length);
      bounds = more;
    }
    int at = 4 * block + column.offset;
    bounds[at] = Math.min(bounds[at], time.min);
    bounds[at + 1] = Math.max(bounds[at + 1], time.max);
  }

  private static void clear(long[] bounds, int at) {
    for (int i = at; i < at + 4; i += 2) {
      bounds[i] = Long.MAX_VALUE;
      bounds[i + 1] = Long.MIN_VALUE;
    }
  }

  Range range(int block, Column column) {
    int at = 4 * block + column.offset;
    return new Range(bounds[at], bounds[at + 1]);
  }

  /** The range of all blocks. */
  Range range(Column column) {
    Range all = new Range(Long.MAX_VALUE, Long.MIN_VALUE);
    for (int block = 0; block < blocks(); block++) {
      Range range = range(block, column);
      all = new Range(Math.min(all.min, range.min), Math.max(all.max, range.max));
    }
    return all;
  }

  BlockTimes copy() {
    BlockTimes copy = new BlockTimes();
    copy.bounds = bounds.clone();
    return copy;
  }

  void write(ByteBuffer out) {
    for (long bound : bounds) {
      out.putLong(bound);
    }
  }

  /** Reads as many blocks as there are bytes for. */
  static BlockTimes read(ByteBuffer in) {
    BlockTimes times = new BlockTimes();
    times.bounds = new long[in.remaining() / BYTES * 4];
    for (int i = 0; i < times.bounds.length; i++) {
      times.bounds[i] = in.getLong();
    }
    return times;
  }
}
