package dev.cairn.server.store.journal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/** Which part of the journal is in use: a run of records that may go on at the beginning. */
final class Ring {
  private final long start;
  private final long end;
  private final Deque<Place> used = new ArrayDeque<>();

  /** A ring of the bytes {@code [start, end)} of a file, none of them in use. */
  Ring(long start, long end) {
    this.start = start;
    this.end = end;
  }

  /**
   * @param at where the record begins
   * @param end where it ends
   * @param size of the tree with its entries
   */
  private record Place(long at, long end, long size) {}

  /** Where the next {@code length} bytes go, in one piece; empty if there is no room. */
  OptionalLong room(long length) {
    if (used.isEmpty()) {
      return end - start >= length ? OptionalLong.of(start) : OptionalLong.empty();
    }
    long from = used.getLast().end();
    long oldest = used.getFirst().at();
    if (from <= oldest) {
      return oldest - from >= length ? OptionalLong.of(from) : OptionalLong.empty();
    }
    if (end - from >= length) {
      return OptionalLong.of(from);
    }
    return oldest - start >= length ? OptionalLong.of(start) : OptionalLong.empty();
  }

  /** Takes what {@link #room} found. */
  void use(long at, long length, long size) {
    used.addLast(new Place(at, at + length, size));
  }

  /** How many bytes are in use. */
  long used() {
    return used.stream().mapToLong(place -> place.end() - place.at()).sum();
  }

  /** Frees the records whose entries a tree of {@code size} has. */
  void release(long size) {
    while (!used.isEmpty() && used.getFirst().size() <= size) {
      used.removeFirst();
    }
  }
}
