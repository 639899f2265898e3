package dev.cairn.server.search;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Some neighbouring terms of a segment with their positions, as a value of the index's file: a
 * CRC-32C over the rest, the number of terms (2 bytes), for each term its hash and where its list
 * is (2 bytes), and the lists.
 */
final class Block {
  /** Fills a page of LMDB with its header. */
  static final int BYTES = 4_080;

  private static final int HEAD = Integer.BYTES + Short.BYTES;
  private static final int ENTRY = Term.BYTES + Short.BYTES;

  private Block() {}

  /** Takes what is checked. */
  @FunctionalInterface
  interface Sink {
    void accept(Term first, byte[] block);
  }

  /** Packs terms into blocks. */
  static final class Packer {
    private final Sink sink;
    private final List<Term> terms = new ArrayList<>();
    private final List<Integer> ends = new ArrayList<>();
    private final ByteBuffer lists = ByteBuffer.allocate(BYTES + 2 * Positions.MAX_BYTES);

    Packer(Sink sink) {
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
        flush();
        lists.put(list);
      }
      terms.add(term);
      ends.add(lists.position());
    }

    /** Hands over what is not a whole block yet. */
    void flush() {
      if (terms.isEmpty()) {
        return;
      }
      ByteBuffer out = ByteBuffer.allocate(HEAD + terms.size() * ENTRY + lists.position());
      out.putInt(0).putShort((short) terms.size());
      int start = 0;
      for (int i = 0; i < terms.size(); i++) {
        out.putLong(terms.get(i).high()).putLong(terms.get(i).low()).putShort((short) start);
        start = ends.get(i);
      }
      out.put(lists.flip());
      lists.clear();
      Term first = terms.getFirst();
      terms.clear();
      ends.clear();
      sink.accept(first, Checked.seal(out.array()));
    }
  }

  /** Adds the positions of a term, if the block has it. */
  static void addPositions(byte[] block, Term term, Bitmap into) {
    ByteBuffer in = Checked.open(block);
    int count = Short.toUnsignedInt(in.getShort());
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int at = HEAD + middle * ENTRY;
      int order = new Term(in.getLong(at), in.getLong(at + Long.BYTES)).compareTo(term);
      if (order == 0) {
        int list = Short.toUnsignedInt(in.getShort(at + Term.BYTES));
        Positions.addTo(into, in.position(HEAD + count * ENTRY + list));
        return;
      }
      low = order < 0 ? middle + 1 : low;
      high = order < 0 ? high : middle;
    }
  }
}
