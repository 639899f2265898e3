package dev.cairn.bench.tiles;

import java.time.Duration;

/**
 * What to measure.
 *
 * @param entries how many entries the log has, at least 256
 * @param connections over which tiles are fetched, one request at a time on each
 * @param seconds how long to measure each of the two
 * @param warmUp how long to warm up before, in seconds
 * @param readsPerSecond tiles fetched a second while appends are measured
 */
record TilesPlan(int entries, int connections, int seconds, int warmUp, int readsPerSecond) {
  /** Bytes of an entry. */
  static final int ENTRY_BYTES = 200;

  /** How long load and reference take turns. */
  static final Duration ROUND = Duration.ofSeconds(1);

  /** Appends in flight. */
  static final int APPENDS = 256;

  private static final int MAX_ENTRIES = 10_000_000;
  private static final int MAX_CONNECTIONS = 200;
  private static final int MAX_SECONDS = 3_600;
  private static final int MAX_READS = 1_000_000;

  /** Refuses what cannot be measured, in words for the one who asked. */
  TilesPlan {
    require("--entries", entries, 256, MAX_ENTRIES);
    require("--connections", connections, 1, MAX_CONNECTIONS);
    require("--duration", seconds, 1, MAX_SECONDS);
    require("--warm-up", warmUp, 0, MAX_SECONDS);
    require("--reads", readsPerSecond, 1, MAX_READS);
  }

  private static void require(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be %,d to %,d, not %,d".formatted(option, least, most, value));
    }
  }

  /** A line for people. */
  String text() {
    return "tiles of %,d entries of %d bytes, over %d connections"
        .formatted(entries, ENTRY_BYTES, connections);
  }
}
