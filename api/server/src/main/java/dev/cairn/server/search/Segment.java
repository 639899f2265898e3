package dev.cairn.server.search;

/** The index of the log's entries {@code [start, end)}. */
interface Segment {
  /** The index of the first entry. */
  long start();

  /** The index after the last entry. */
  long end();

  /** Adds the positions of all events that have a term; a position is an index less the start. */
  void addPositions(Term term, Bitmap into);

  /** When the events of all the segment happened. */
  BlockTimes.Range range(BlockTimes.Column column);

  /** When the events of each block happened. */
  BlockTimes times();
}
