package dev.cairn.cli;

import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.PlainText;
import java.util.ServiceLoader;
import picocli.CommandLine;

/** Runs {@code cairn}. */
public final class Main {
  private Main() {}

  /** Runs a command and exits with its code; see {@link ExitCode}. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs a command and returns its exit code. */
  public static int run(String... args) {
    return commandLine().execute(args);
  }

  /** All commands, with those that other modules add. */
  public static CommandLine commandLine() {
    CommandLine cairn = new CommandLine(new Cairn());
    ServiceLoader.load(Subcommand.class).forEach(cairn::addSubcommand);
    Paragraphs.fill(cairn);
    cairn.setExecutionExceptionHandler(Main::explain);
    cairn.setCaseInsensitiveEnumValuesAllowed(true);
    return cairn;
  }

  /** One line for what is expected to go wrong; a stack trace only for a bug. */
  private static int explain(
      Exception thrown, CommandLine command, CommandLine.ParseResult arguments) {
    if (thrown instanceof CommandException expected) {
      command.getErr().println("cairn: " + PlainText.lines(String.valueOf(expected.getMessage())));
      return expected.exitCode();
    }
    command.getErr().println("cairn: a bug, please report it: " + thrown);
    thrown.printStackTrace(command.getErr());
    return ExitCode.CHECK_FAILED;
  }
}
