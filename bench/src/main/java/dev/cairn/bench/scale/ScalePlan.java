package dev.cairn.bench.scale;

import dev.cairn.bench.load.Payload;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;

/**
 * How far a log grows.
 *
 * @param entries in the end, 10,000 to 10,000,000,000
 * @param entryBytes bytes of each
 * @param keys what carries an idempotency key
 * @param warmUp how long the server is warmed up before
 */
record ScalePlan(long entries, int entryBytes, Keys keys, Duration warmUp) {
  /** Entries of a batch; marks are multiples of it. */
  static final int BATCH = 1_000;

  private static final long MIN_ENTRIES = 10_000;
  private static final long MAX_ENTRIES = 10_000_000_000L;
  private static final int MAX_WARM_UP = 600;
  private static final long FIRST_MARK = 1_000_000;
  private static final int SHARES = 10;
  private static final int OVERHEAD_BYTES = 80;
  private static final int KEY_BYTES = 120;
  private static final long ROOM = 2L << 30;

  /** Refuses what cannot be measured, in words for the one who asked. */
  ScalePlan {
    require("--entries", entries, MIN_ENTRIES, MAX_ENTRIES);
    require("--entry-bytes", entryBytes, 16, Payload.MAX_BYTES / BATCH);
    require("--warm-up", warmUp.toSeconds(), 0, MAX_WARM_UP);
  }

  private static void require(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be %,d to %,d, not %,d".formatted(option, least, most, value));
    }
  }

  /** The first size that later ones are compared with: a million, of small logs a fifth. */
  long firstMark() {
    return roundUp(Math.min(FIRST_MARK, entries / 5));
  }

  /** The sizes to look at: 1, 2 and 5 of each power of ten, and each tenth of the whole. */
  List<Long> marks() {
    TreeSet<Long> marks = new TreeSet<>();
    marks.add(firstMark());
    for (long power = 1; power <= entries; power *= 10) {
      marks.add(roundUp(power));
      marks.add(roundUp(2 * power));
      marks.add(roundUp(5 * power));
    }
    for (int share = 1; share <= SHARES; share++) {
      marks.add(roundUp(entries * share / SHARES));
    }
    return List.copyOf(marks.subSet(firstMark(), true, roundUp(entries), true));
  }

  /** The size from which on a stretch counts as the last. */
  long lastTenth() {
    return entries - entries / SHARES;
  }

  private static long roundUp(long size) {
    return Math.ceilDiv(size, BATCH) * BATCH;
  }

  /** Bytes of disk that it may take: what a log takes and some more, with the reference. */
  long neededBytes() {
    int each = entryBytes + OVERHEAD_BYTES + (keys == Keys.ENTRY ? KEY_BYTES : 0);
    return entries * each + ROOM;
  }

  /** A line for people. */
  String text() {
    return "scale: to %,d entries of %d bytes%s".formatted(entries, entryBytes, keys.suffix());
  }
}
