package dev.cairn.cli.log;

import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.client.LogClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the bytes of one entry from a file. */
public final class EntryInput {
  private static final Path STANDARD_INPUT = Path.of("-");

  private EntryInput() {}

  /** Opens a file; {@code -} is standard input. */
  public static InputStream open(Path file) {
    try {
      return file.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(file);
    } catch (IOException e) {
      throw new CommandException(ExitCode.USAGE, "cannot read " + e.getMessage(), e);
    }
  }

  /** All bytes of a file; {@code -} is standard input. */
  static byte[] read(Path file) {
    try (InputStream in = open(file)) {
      return checked(in.readNBytes(LogClient.MAX_ENTRY_BYTES + 1), file.toString());
    } catch (IOException e) {
      throw new CommandException(ExitCode.USAGE, "cannot read " + e.getMessage(), e);
    }
  }

  /** Refuses what cannot be an entry. */
  static byte[] checked(byte[] entry, String what) {
    if (entry.length == 0) {
      throw new CommandException(
          ExitCode.USAGE,
          what + " is empty; an entry has 1 to " + LogClient.MAX_ENTRY_BYTES + " bytes");
    }
    if (entry.length > LogClient.MAX_ENTRY_BYTES) {
      throw new CommandException(
          ExitCode.USAGE,
          what + " is too large; an entry has 1 to " + LogClient.MAX_ENTRY_BYTES + " bytes");
    }
    return entry;
  }
}
