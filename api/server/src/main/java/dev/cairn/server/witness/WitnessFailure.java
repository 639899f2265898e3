package dev.cairn.server.witness;

/** A witness did not cosign; the message says why, in one line, and another try may help. */
final class WitnessFailure extends Exception {
  private static final long serialVersionUID = 1;

  WitnessFailure(String message) {
    super(message);
  }

  WitnessFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
