package dev.cairn.server.index;

import dev.cairn.tree.merkle.Hash;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The fingerprints of the entries after the last run, in memory, until they make up a run of their
 * own. One thread adds, any number look things up. Its arrays are all that there is of it: so many
 * objects would keep the garbage collector busy.
 */
final class Tail {
  private static final int CAPACITY = Span.SMALLEST;
  private static final int SLOTS = 2 * CAPACITY;
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(int[].class);

  /** The low bits of a sort key, which have the position of an entry. */
  private static final long POSITION = CAPACITY - 1;

  private final long first;
  // Nobody can search for entries that all want the same slot.
  private final long multiplier = ThreadLocalRandom.current().nextLong() | 1;
  private final long[] high = new long[CAPACITY];
  private final int[] low = new int[CAPACITY];
  // One more than the position of an entry, or 0; written last, so that who sees it sees the rest.
  private final int[] slots = new int[SLOTS];
  private int size;

  /** Begins with the entry {@code first}, which is the first one after the last run. */
  Tail(long first) {
    this.first = first;
  }

  /** Adds the next entry; there are at most {@value Span#SMALLEST}. */
  void add(Hash leaf) {
    Fingerprint fingerprint = Fingerprint.of(leaf);
    int position = size++;
    high[position] = fingerprint.high();
    low[position] = fingerprint.low();
    int slot = slot(fingerprint);
    for (int held = slots[slot]; held != 0; held = slots[slot]) {
      if (is(held - 1, fingerprint)) {
        return; // the first one counts
      }
      slot = (slot + 1) % SLOTS;
    }
    SLOT.setRelease(slots, slot, position + 1);
  }

  /** The first index of an entry with that fingerprint. */
  OptionalLong find(Fingerprint fingerprint) {
    int slot = slot(fingerprint);
    for (int held = held(slot); held != 0; held = held(slot)) {
      if (is(held - 1, fingerprint)) {
        return OptionalLong.of(first + held - 1);
      }
      slot = (slot + 1) % SLOTS;
    }
    return OptionalLong.empty();
  }

  private int held(int slot) {
    return (int) SLOT.getAcquire(slots, slot);
  }

  private boolean is(int position, Fingerprint fingerprint) {
    return high[position] == fingerprint.high() && low[position] == fingerprint.low();
  }

  private int slot(Fingerprint fingerprint) {
    long mixed = (fingerprint.high() ^ fingerprint.low()) * multiplier;
    return (int) (mixed >>> Long.numberOfLeadingZeros(SLOTS - 1));
  }

  /** The number of entries. */
  int size() {
    return size;
  }

  /** The positions of the entries, by rising fingerprint; of equal ones the first comes first. */
  int[] sorted() {
    long[] keys = new long[size];
    for (int i = 0; i < size; i++) {
      // Sorted as signed: the sign is flipped, so that they come in unsigned order.
      keys[i] = ((high[i] & ~POSITION) ^ Long.MIN_VALUE) | i;
    }
    Arrays.sort(keys);
    int[] positions = new int[size];
    for (int i = 0; i < size; i++) {
      int position = (int) (keys[i] & POSITION);
      // The keys lack some bits of the fingerprint: seldom, neighbours have to change places.
      int at = i;
      while (at > 0 && compare(position, positions[at - 1]) < 0) {
        positions[at] = positions[at - 1];
        at--;
      }
      positions[at] = position;
    }
    return positions;
  }

  private int compare(int a, int b) {
    int order = fingerprint(a).compareTo(fingerprint(b));
    return order != 0 ? order : Integer.compare(a, b);
  }

  /** The fingerprint of the entry at a position. */
  Fingerprint fingerprint(int position) {
    return new Fingerprint(high[position], low[position]);
  }

  /** The index of the entry at a position. */
  long index(int position) {
    return first + position;
  }
}
