package dev.cairn.witness.loglist;

import java.io.Serial;

/** A log list that is not of the published format; nothing of it may be used. */
public final class LogListException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final int line;
  private final String reason;

  LogListException(int line, String message) {
    super(line == 0 ? message : "line " + line + ": " + message);
    this.line = line;
    this.reason = message;
  }

  /** The line that is wrong, from 1; 0 if it is the file as a whole. */
  public int line() {
    return line;
  }

  /** What is wrong, in one line without the line's number. */
  public String reason() {
    return reason;
  }
}
