package dev.cairn.cli.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The passphrase that encrypts a key file: from a file or the environment, never an argument. */
public final class Passphrase {
  private static final String VARIABLE = "CAIRN_KEY_PASSPHRASE";

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description =
          "First line is the passphrase of the key file. Without it: ${env:" + VARIABLE + "}.")
  private @Nullable Path file;

  /** The passphrase, if there is one. */
  public Optional<char[]> read() {
    String variable = System.getenv(VARIABLE);
    if (file != null) {
      return Optional.of(firstLine(file));
    }
    return Optional.ofNullable(variable).filter(v -> !v.isEmpty()).map(String::toCharArray);
  }

  /** The first line of a file. */
  public static char[] firstLine(Path file) {
    try (var lines = Files.lines(file)) {
      return lines
          .findFirst()
          .filter(line -> !line.isEmpty())
          .orElseThrow(() -> new CommandException(ExitCode.USAGE, file + " has no passphrase"))
          .toCharArray();
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.USAGE, "cannot read the passphrase file " + e.getMessage(), e);
    }
  }
}
