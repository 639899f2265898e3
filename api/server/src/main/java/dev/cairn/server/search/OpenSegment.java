package dev.cairn.server.search;

import dev.cairn.event.filter.EventField;
import dev.cairn.event.filter.EventView;
import dev.cairn.event.filter.Literal;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The newest segment, in memory until it is full. One thread adds; any number look things up. Its
 * arrays are all that there is of it: so many objects would keep the garbage collector busy.
 */
final class OpenSegment implements Segment {
  private static final int FIRST_TERMS = 1_024;
  private static final int NONE = -1;

  private final long start;
  private final SegmentLimits limits;
  private final TermHasher hasher;
  private final BlockTimes times = new BlockTimes();
  // Nobody can look for terms that all want the same slot.
  private final long multiplier = ThreadLocalRandom.current().nextLong() | 1;

  // Term by term: its hash, and its first and last posting.
  private long[] high = new long[FIRST_TERMS];
  private long[] low = new long[FIRST_TERMS];
  private int[] first = new int[FIRST_TERMS];
  private int[] last = new int[FIRST_TERMS];
  private int termCount;
  // One more than a term's number, or 0; twice as many as there is room for terms.
  private int[] slots = new int[2 * FIRST_TERMS];
  // Posting by posting: its position, and the next one of the same term.
  private char[] position = new char[FIRST_TERMS];
  private int[] next = new int[FIRST_TERMS];
  private int postingCount;
  private volatile long end;

  /** Begins with the entry {@code start}. */
  OpenSegment(long start, SegmentLimits limits, TermHasher hasher) {
    this.start = start;
    this.end = start;
    this.limits = limits;
    this.hasher = hasher;
  }

  @Override
  public long start() {
    return start;
  }

  @Override
  public long end() {
    return end;
  }

  /** The most entries that may still follow. */
  int room() {
    return (int) (start + limits.entries() - end);
  }

  /** Whether there may be no room for another event. */
  boolean isFull() {
    return room() == 0
        || termCount + SegmentLimits.EVENT_TERMS > limits.terms()
        || postingCount + SegmentLimits.EVENT_TERMS > limits.postings();
  }

  /** Adds an event, unless the segment is full. */
  synchronized void add(EventView event) {
    int at = (int) (event.index() - start);
    addTerm(TermHasher.EVERY, at);
    for (IndexedField field : IndexedField.values()) {
      for (Literal value : field.field().values(event)) {
        if (value instanceof Literal.Text(String text) && !text.isEmpty()) {
          addTerm(hasher.term(field, text), at);
        }
      }
    }
    addTime(at, BlockTimes.Column.OCCURRED, EventField.OCCURRED_TIME, event);
    addTime(at, BlockTimes.Column.RECEIVED, EventField.RECEIVE_TIME, event);
    end = event.index() + 1;
  }

  private void addTime(int at, BlockTimes.Column column, EventField field, EventView event) {
    BlockTimes.Range range = new BlockTimes.Range(Long.MIN_VALUE, Long.MAX_VALUE);
    for (Literal value : field.values(event)) {
      if (value instanceof Literal.Time(var time)) {
        range = new BlockTimes.Range(time.getEpochSecond(), time.getEpochSecond());
      }
    }
    times.add(at, column, range);
  }

  /** All entries up to {@code reached} that were not added are no events. */
  void reach(long reached) {
    end = reached;
  }

  private void addTerm(Term term, int at) {
    int number = find(term);
    if (number == NONE) {
      number = newTerm(term);
      first[number] = postingCount;
    } else if (position[last[number]] == at) {
      return;
    } else {
      next[last[number]] = postingCount;
    }
    if (postingCount == next.length) {
      next = Arrays.copyOf(next, 2 * postingCount);
      position = Arrays.copyOf(position, 2 * postingCount);
    }
    last[number] = postingCount;
    position[postingCount] = (char) at;
    next[postingCount++] = NONE;
  }

  private int find(Term term) {
    int slot = slot(term.high(), term.low());
    for (int held = slots[slot]; held != 0; held = slots[slot]) {
      if (high[held - 1] == term.high() && low[held - 1] == term.low()) {
        return held - 1;
      }
      slot = (slot + 1) % slots.length;
    }
    return NONE;
  }

  private int newTerm(Term term) {
    if (termCount == high.length) {
      high = Arrays.copyOf(high, 2 * termCount);
      low = Arrays.copyOf(low, 2 * termCount);
      first = Arrays.copyOf(first, 2 * termCount);
      last = Arrays.copyOf(last, 2 * termCount);
      slots = new int[2 * slots.length];
      for (int i = 0; i < termCount; i++) {
        take(i);
      }
    }
    high[termCount] = term.high();
    low[termCount] = term.low();
    take(termCount);
    return termCount++;
  }

  private void take(int number) {
    int slot = slot(high[number], low[number]);
    while (slots[slot] != 0) {
      slot = (slot + 1) % slots.length;
    }
    slots[slot] = number + 1;
  }

  private int slot(long termHigh, long termLow) {
    // There are a power of two of them.
    long mixed = (termHigh ^ termLow) * multiplier;
    return (int) (mixed >>> Long.numberOfLeadingZeros(slots.length - 1));
  }

  @Override
  public synchronized void addPositions(Term term, Bitmap into) {
    int number = find(term);
    if (number != NONE) {
      for (int at = first[number]; at != NONE; at = next[at]) {
        into.add(position[at]);
      }
    }
  }

  @Override
  public synchronized BlockTimes.Range range(BlockTimes.Column column) {
    return times.range(column);
  }

  @Override
  public synchronized BlockTimes times() {
    return times.copy();
  }

  /** About how many bytes it takes when it is written. */
  long estimatedBytes() {
    return 32L * termCount + 2L * postingCount;
  }

  /** Takes terms with their positions. */
  @FunctionalInterface
  interface Sink {
    /**
     * Takes the next term.
     *
     * @param positions ascending; good only during the call
     */
    void accept(Term term, int[] positions, int count);
  }

  /** Hands over all terms in their order. */
  synchronized void forEach(Sink sink) {
    int[] buffer = new int[Bitmap.BITS];
    for (int number : sorted()) {
      int count = 0;
      for (int at = first[number]; at != NONE; at = next[at]) {
        buffer[count++] = position[at];
      }
      sink.accept(new Term(high[number], low[number]), buffer, count);
    }
  }

  /** The numbers of the terms in their order. */
  private int[] sorted() {
    long numbers = (1L << 20) - 1;
    long[] keys = new long[termCount];
    for (int i = 0; i < termCount; i++) {
      // Sorted as signed: the sign is flipped, so that they come in unsigned order.
      keys[i] = ((high[i] & ~numbers) ^ Long.MIN_VALUE) | i;
    }
    Arrays.sort(keys);
    int[] order = new int[termCount];
    for (int i = 0; i < termCount; i++) {
      int number = (int) (keys[i] & numbers);
      // The keys lack some bits of the hash: seldom, neighbours have to change places.
      int at = i;
      while (at > 0 && compare(number, order[at - 1]) < 0) {
        order[at] = order[at - 1];
        at--;
      }
      order[at] = number;
    }
    return order;
  }

  private int compare(int a, int b) {
    int order = Long.compareUnsigned(high[a], high[b]);
    return order != 0 ? order : Long.compareUnsigned(low[a], low[b]);
  }
}
