package dev.cairn.server.search;

import java.util.function.LongSupplier;

/** How much may be done for one page. */
final class SearchBudget {
  /** The most entries that are read. */
  static final int MAX_ENTRIES = 20_000;

  /** The time after which a page ends as soon as it can. */
  static final long MAX_NANOS = 2_000_000_000L;

  private final LongSupplier nanoTime;
  private final long begun;
  private int left;

  SearchBudget(int entries, LongSupplier nanoTime) {
    this.left = entries;
    this.nanoTime = nanoTime;
    this.begun = nanoTime.getAsLong();
  }

  /** How many entries may still be read. */
  int left() {
    return left;
  }

  void spend(int entries) {
    left -= entries;
  }

  /** Whether the page has to end. */
  boolean isSpent() {
    return left <= 0 || nanoTime.getAsLong() - begun >= MAX_NANOS;
  }
}
