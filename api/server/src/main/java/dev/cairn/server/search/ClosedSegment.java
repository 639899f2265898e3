package dev.cairn.server.search;

import dev.cairn.server.search.lmdb.IndexFile;
import dev.cairn.server.search.lmdb.Table;
import java.nio.ByteBuffer;

/**
 * A segment in the index's file.
 *
 * @param occurred when its events occurred
 * @param received when they were received
 */
record ClosedSegment(
    IndexFile file, long start, long end, BlockTimes.Range occurred, BlockTimes.Range received)
    implements Segment {

  static ClosedSegment of(IndexFile file, SegmentRecord segment) {
    return new ClosedSegment(
        file,
        segment.start(),
        segment.end(),
        segment.times().range(BlockTimes.Column.OCCURRED),
        segment.times().range(BlockTimes.Column.RECEIVED));
  }

  /** The key of the block of a segment that has the terms from one on. */
  static byte[] blockKey(long segment, Term from) {
    return ByteBuffer.allocate(Long.BYTES + Term.BYTES)
        .putLong(segment)
        .putLong(from.high())
        .putLong(from.low())
        .array();
  }

  @Override
  public void addPositions(Term term, Bitmap into) {
    if (hasEvents()) {
      IndexFile.Row row =
          file.floor(Table.BLOCKS, blockKey(start, term))
              .orElseThrow(() -> new DamagedIndexException("all blocks of terms are missing"));
      Block.addPositions(row.value(), start, term, into);
    }
  }

  /** Each event has times, if only unknown ones, and at least one term. */
  private boolean hasEvents() {
    return occurred.min() <= occurred.max();
  }

  @Override
  public BlockTimes.Range range(BlockTimes.Column column) {
    return switch (column) {
      case OCCURRED -> occurred;
      case RECEIVED -> received;
    };
  }

  @Override
  public BlockTimes times() {
    byte[] key = ByteBuffer.allocate(Long.BYTES).putLong(start).array();
    return file.get(Table.SEGMENTS, key)
        .map(value -> SegmentRecord.parse(key, value).times())
        .orElseThrow(() -> new DamagedIndexException("a segment is missing"));
  }
}
