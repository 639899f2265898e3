package dev.cairn.faults;

import java.io.IOException;

/** A server has ended before it was ready. */
public final class NotStartedException extends IOException {
  private static final long serialVersionUID = 1;

  private final int exitCode;

  NotStartedException(int exitCode, String words) {
    super("exit code " + exitCode + ": " + words);
    this.exitCode = exitCode;
  }

  /** As the process has left it; 128 and more: by a signal. */
  public int exitCode() {
    return exitCode;
  }
}
