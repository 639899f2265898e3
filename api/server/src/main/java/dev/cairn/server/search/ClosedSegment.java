package dev.cairn.server.search;

import dev.cairn.server.search.lmdb.IndexFile;
import dev.cairn.server.search.lmdb.Table;
import java.nio.ByteBuffer;
import java.util.Arrays;

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

  /** The key of the block of a segment that begins with a term. */
  static byte[] blockKey(long segment, Term first) {
    return ByteBuffer.allocate(Long.BYTES + Term.BYTES)
        .putLong(segment)
        .putLong(first.high())
        .putLong(first.low())
        .array();
  }

  @Override
  public void addPositions(Term term, Bitmap into) {
    byte[] wanted = blockKey(start, term);
    file.floor(Table.BLOCKS, wanted)
        .filter(row -> Arrays.equals(row.key(), 0, Long.BYTES, wanted, 0, Long.BYTES))
        .ifPresent(row -> Block.addPositions(row.value(), term, into));
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
