package dev.cairn.cli.demo;

/** The demo's log or one of its witnesses cannot be had; the message says why. */
final class TemporaryLogException extends Exception {
  private static final long serialVersionUID = 1;

  TemporaryLogException(Exception cause) {
    super(cause.getMessage(), cause);
  }
}
