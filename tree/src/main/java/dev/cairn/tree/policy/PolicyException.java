package dev.cairn.tree.policy;

import java.io.Serial;

/** A policy file with an error: nothing of it may be used. */
public final class PolicyException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final int line;

  /**
   * @param line the line with the error, counted from 1; 0 if it is none of a single line
   * @param problem what is wrong and what to write instead, in one line
   */
  PolicyException(int line, String problem) {
    super(line == 0 ? "policy " + problem : "line " + line + ": " + problem);
    this.line = line;
  }

  /** The line with the error, counted from 1; 0 if the error is that of the file as a whole. */
  public int line() {
    return line;
  }
}
