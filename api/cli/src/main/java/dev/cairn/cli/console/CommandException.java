package dev.cairn.cli.console;

/** Ends a command with one line on standard error and an exit code. */
public final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int exitCode;

  /** Ends with this line and code; see {@link ExitCode}. */
  public CommandException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** Ends with this line and code, and keeps the cause for {@code --stack-trace}. */
  public CommandException(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** Ends with the message of a cause that says all. */
  public static CommandException because(int exitCode, Exception cause) {
    return new CommandException(exitCode, String.valueOf(cause.getMessage()), cause);
  }

  /** See {@link ExitCode}. */
  public int exitCode() {
    return exitCode;
  }
}
