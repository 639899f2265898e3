package dev.cairn.cli.console;

import java.time.Duration;
import java.time.Instant;

/** Numbers and times in sentences. */
public final class Words {
  private Words() {}

  /** {@code 1 log}, {@code 2 logs}. */
  public static String count(long number, String singular) {
    return "%,d %s%s".formatted(number, singular, number == 1 ? "" : "s");
  }

  /** {@code 1 entry}, {@code 2 entries}. */
  public static String entries(long number) {
    return "%,d %s".formatted(number, number == 1 ? "entry" : "entries");
  }

  /** {@code 5 s ago}, with minutes, hours or days where those say enough. */
  public static String ago(Instant time) {
    Duration age = Duration.between(time, Instant.now());
    if (age.compareTo(Duration.ofMinutes(2)) < 0) {
      return Math.max(0, age.toSeconds()) + " s ago";
    }
    if (age.compareTo(Duration.ofHours(2)) < 0) {
      return age.toMinutes() + " min ago";
    }
    return age.compareTo(Duration.ofDays(2)) < 0
        ? age.toHours() + " h ago"
        : age.toDays() + " days ago";
  }
}
