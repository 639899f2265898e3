package dev.cairn.cli.events;

import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.event.filter.Filter;
import dev.cairn.event.filter.FilterException;

/** Filters as people type them. */
final class Filters {
  private static final int BEFORE = 60;
  private static final int AFTER = 30;

  private Filters() {}

  /** Reads a filter, or shows at which character it cannot be read. */
  static Filter parse(String text) {
    try {
      return Filter.parse(text);
    } catch (FilterException e) {
      throw new CommandException(
          ExitCode.USAGE,
          "the filter cannot be read: %s%n%s"
              .formatted(e.getMessage(), pointed(text, e.position())),
          e);
    }
  }

  /** The part of a filter around a character, and under it a caret. */
  private static String pointed(String text, int position) {
    int[] characters = text.codePoints().map(c -> Character.isISOControl(c) ? ' ' : c).toArray();
    int at = Math.min(position, characters.length);
    int from = Math.max(0, at - BEFORE);
    int until = Math.min(characters.length, at + AFTER);
    String before = from == 0 ? "" : "…";
    String after = until == characters.length ? "" : "…";
    return "  %s%s%s%n  %s^"
        .formatted(
            before,
            new String(characters, from, until - from),
            after,
            " ".repeat(before.length() + at - from));
  }
}
