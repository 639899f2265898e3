package dev.cairn.cli.log;

import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;

/** Indexes and sizes as people type them. */
public final class Positions {
  private Positions() {}

  /** Refuses what can be no index. */
  public static void check(String name, long value) {
    if (value < 0 || value == Long.MAX_VALUE) {
      throw new CommandException(ExitCode.USAGE, name + " must be 0 or more, and below 2^63-1");
    }
  }
}
