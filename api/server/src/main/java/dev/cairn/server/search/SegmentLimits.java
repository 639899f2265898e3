package dev.cairn.server.search;

/**
 * Where a segment ends, and the next begins.
 *
 * @param entries the most entries of the log, at most 65,536
 * @param terms the most different terms
 * @param postings the most pairs of a term and an event
 */
record SegmentLimits(int entries, int terms, int postings) {
  /** The most terms that one event has: itself, single ones, and those of 32 targets. */
  static final int EVENT_TERMS = 96;

  /** About 80 MiB at most, and 15 MiB of ordinary events. */
  static final SegmentLimits DEFAULT = new SegmentLimits(Bitmap.BITS, 1 << 19, 1 << 22);

  /** Refuses what has no room for an event. */
  SegmentLimits {
    if (entries < 1 || entries > Bitmap.BITS || terms < EVENT_TERMS || postings < EVENT_TERMS) {
      throw new IllegalArgumentException("a segment of " + entries + " entries, " + terms);
    }
  }
}
