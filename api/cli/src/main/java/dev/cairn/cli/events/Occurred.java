package dev.cairn.cli.events;

import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.client.events.EventSearch;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** When events must have occurred. */
final class Occurred {
  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = PointInTime.class,
      description = "Only events that occurred then or later: 2026-01-31T12:00:00Z, or a day.")
  private @Nullable Instant from;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      converter = PointInTime.class,
      description = "Only events that occurred before then.")
  private @Nullable Instant until;

  EventSearch bound(EventSearch search) {
    try {
      EventSearch later = from == null ? search : search.withFrom(from);
      return until == null ? later : later.withUntil(until);
    } catch (IllegalArgumentException e) {
      throw CommandException.because(ExitCode.USAGE, e);
    }
  }
}
