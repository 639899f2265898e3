package dev.cairn.cli.console;

/** What a command's exit code means. */
public final class ExitCode {
  /** The command did what was asked. */
  public static final int OK = 0;

  /** A check failed: a proof, a signature, a store. */
  public static final int CHECK_FAILED = 1;

  /** The command line, a file or a folder is not as it must be. */
  public static final int USAGE = 2;

  /** The server cannot be reached, or cannot answer now. */
  public static final int UNREACHABLE = 3;

  /** A log's storage has failed: the server has left. */
  public static final int STORAGE_FAILED = 4;

  private ExitCode() {}
}
