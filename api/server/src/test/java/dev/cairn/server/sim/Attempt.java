package dev.cairn.server.sim;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * What a client wants in the log, tried until it is there if it has a key, and once if it has none.
 *
 * @param name unlike that of any other
 * @param key makes a repetition harmless
 * @param entries each begins with the name and its number
 * @param isConflict whether the key was used before, for other entries
 */
record Attempt(String name, Optional<String> key, List<byte[]> entries, boolean isConflict) {
  private static final int MAX_PADDING = 600;

  static Attempt of(String name, Optional<String> key, int count, Random random) {
    return new Attempt(name, key, entries(name, count, random), false);
  }

  /** Other entries under the same key. */
  Attempt conflicting(String otherName, Random random) {
    return new Attempt(otherName, key, entries(otherName, 1 + random.nextInt(3), random), true);
  }

  private static List<byte[]> entries(String name, int count, Random random) {
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] start = (name + "." + i + ":").getBytes(StandardCharsets.US_ASCII);
      entries.add(Arrays.copyOf(start, start.length + random.nextInt(MAX_PADDING)));
    }
    return entries;
  }

  /** The name of an attempt's entry. */
  static String entryName(byte[] entry) {
    int end = 0;
    while (end < entry.length && entry[end] != ':') {
      end++;
    }
    return new String(entry, 0, end, StandardCharsets.US_ASCII);
  }

  @Override
  public String toString() {
    return name + key.map(" under "::concat).orElse("") + " (" + entries.size() + ")";
  }
}
