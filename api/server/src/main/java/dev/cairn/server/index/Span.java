package dev.cairn.server.index;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The entries that a run is about, {@code [first, end)}, and the name of its file.
 *
 * @param first the index of the first entry
 * @param end the index after the last
 */
record Span(long first, long end) {
  /** The number of entries of the smallest runs. */
  static final int SMALLEST = 1 << 16;

  /** How many runs are merged into one. */
  static final int FAN_IN = 8;

  /** The most entries of a run: positions within one have 31 bits. */
  static final long LARGEST = 1L << 31;

  private static final Pattern NAME = Pattern.compile("([0-9a-f]{16})-([0-9a-f]{16})\\.run");
  private static final int HEX = 16;

  Span {
    long size = end - first;
    if (first < 0 || size < SMALLEST || size > LARGEST || Long.bitCount(size) != 1) {
      throw new IllegalArgumentException("a run of [" + first + ", " + end + ")");
    }
    if (first % size != 0) {
      throw new IllegalArgumentException("a run that begins at " + first);
    }
  }

  /** The span that a file's name states, if it is that of a run. */
  static Optional<Span> parse(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      long first = Long.parseLong(matcher.group(1), HEX);
      return Optional.of(new Span(first, Long.parseLong(matcher.group(2), HEX)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The name of the file. */
  String fileName() {
    return "%016x-%016x.run".formatted(first, end);
  }

  /** The number of entries. */
  long size() {
    return end - first;
  }

  /** The span of the run that this one is to be merged into, if runs of its size are merged. */
  Optional<Span> merged() {
    long size = size() * FAN_IN;
    long start = first / size * size;
    return size > LARGEST ? Optional.empty() : Optional.of(new Span(start, start + size));
  }
}
