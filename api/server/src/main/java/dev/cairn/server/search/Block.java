package dev.cairn.server.search;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * All terms of a segment between two bounds with their positions, as a value of the index's file: a
 * CRC-32C over the rest, the start of the segment (8 bytes), the bounds, the number of terms (2
 * bytes), for each term its hash and where its list is (2 bytes), and the lists.
 *
 * <p>A segment's blocks leave no term out: the first begins with the lowest term, each ends before
 * the first term of the next, and the last with the highest. So whatever leads to a wrong block, it
 * says itself that it is one.
 */
final class Block {
  /** Fills a page of LMDB with its header. */
  static final int BYTES = 4_080;

  private static final int SEGMENT_AT = Integer.BYTES;
  private static final int FROM_AT = SEGMENT_AT + Long.BYTES;
  private static final int UNTIL_AT = FROM_AT + Term.BYTES;
  private static final int HEAD = UNTIL_AT + Term.BYTES + Short.BYTES;
  private static final int ENTRY = Term.BYTES + Short.BYTES;

  private Block() {}

  /** Takes what is checked. */
  @FunctionalInterface
  interface Sink {
    void accept(Term from, byte[] block);
  }

  /** Packs the terms of a segment into blocks. */
  static final class Packer {
    private final long segment;
    private final Sink sink;
    private final List<Term> terms = new ArrayList<>();
    private final List<Integer> ends = new ArrayList<>();
    private final ByteBuffer lists = ByteBuffer.allocate(BYTES + 2 * Positions.MAX_BYTES);
    private Term from = Term.LOWEST;

    Packer(long segment, Sink sink) {
      this.segment = segment;
      this.sink = sink;
    }

    /** Adds the next term in order; positions as {@link Positions#format}. */
    void add(Term term, int[] positions, int count) {
      int start = lists.position();
      Positions.format(positions, count, lists);
      int bytes = HEAD + (terms.size() + 1) * ENTRY + lists.position();
      if (!terms.isEmpty() && bytes > BYTES) {
        byte[] list = new byte[lists.position() - start];
        lists.get(start, list);
        lists.position(start);
        flush(term);
        lists.put(list);
      }
      terms.add(term);
      ends.add(lists.position());
    }

    /** Hands over the last block; none if there are no terms. */
    void flush() {
      if (!terms.isEmpty()) {
        flush(Term.HIGHEST);
      }
    }

    private void flush(Term until) {
      ByteBuffer out = ByteBuffer.allocate(HEAD + terms.size() * ENTRY + lists.position());
      out.putInt(0).putLong(segment).putLong(from.high()).putLong(from.low());
      out.putLong(until.high()).putLong(until.low()).putShort((short) terms.size());
      int start = 0;
      for (int i = 0; i < terms.size(); i++) {
        out.putLong(terms.get(i).high()).putLong(terms.get(i).low()).putShort((short) start);
        start = ends.get(i);
      }
      out.put(lists.flip());
      lists.clear();
      terms.clear();
      ends.clear();
      sink.accept(from, Checked.seal(out.array()));
      from = until;
    }
  }

  /**
   * Adds the positions of a term, if the segment has it.
   *
   * @throws DamagedIndexException if it is not the block in which the term would be
   */
  static void addPositions(byte[] block, long segment, Term term, Bitmap into) {
    ByteBuffer in = Checked.open(block);
    if (block.length < HEAD || !isFor(in, segment, term)) {
      throw new DamagedIndexException("a block of terms is missing");
    }
    int count = Short.toUnsignedInt(in.getShort(HEAD - Short.BYTES));
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int at = HEAD + middle * ENTRY;
      int order = term(in, at).compareTo(term);
      if (order == 0) {
        int list = Short.toUnsignedInt(in.getShort(at + Term.BYTES));
        Positions.addTo(into, in.position(HEAD + count * ENTRY + list));
        return;
      }
      low = order < 0 ? middle + 1 : low;
      high = order < 0 ? high : middle;
    }
  }

  private static boolean isFor(ByteBuffer block, long segment, Term term) {
    Term until = term(block, UNTIL_AT);
    return block.getLong(SEGMENT_AT) == segment
        && term(block, FROM_AT).compareTo(term) <= 0
        && (term.compareTo(until) < 0 || until.equals(Term.HIGHEST));
  }

  private static Term term(ByteBuffer block, int at) {
    return new Term(block.getLong(at), block.getLong(at + Long.BYTES));
  }
}
