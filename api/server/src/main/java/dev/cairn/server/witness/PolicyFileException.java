package dev.cairn.server.witness;

/**
 * A policy file that a log cannot run with; the message names the file and, if it can, the line.
 */
public final class PolicyFileException extends Exception {
  private static final long serialVersionUID = 1;

  PolicyFileException(String message) {
    super(message);
  }

  PolicyFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
