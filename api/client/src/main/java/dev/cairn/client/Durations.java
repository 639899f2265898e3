package dev.cairn.client;

import java.time.Duration;

/** Spans of time as people say them. */
final class Durations {
  private Durations() {}

  /** Such as {@code 1 d 3 h}, {@code 2 h 5 min}, {@code 40 s}: the two largest units. */
  static String text(Duration span) {
    long seconds = Math.max(0, span.toSeconds());
    if (seconds >= 86_400) {
      return seconds / 86_400 + " d " + seconds % 86_400 / 3_600 + " h";
    }
    if (seconds >= 3_600) {
      return seconds / 3_600 + " h " + seconds % 3_600 / 60 + " min";
    }
    return seconds >= 60 ? seconds / 60 + " min " + seconds % 60 + " s" : seconds + " s";
  }
}
