package dev.cairn.witness.folder;

/** A data folder cannot be used; the message says in one line why, and what to do. */
public final class WitnessFolderException extends Exception {
  private static final long serialVersionUID = 1;

  WitnessFolderException(String message) {
    super(message);
  }

  WitnessFolderException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Passes on a cause whose message says all. */
  static WitnessFolderException because(Exception cause) {
    return new WitnessFolderException(String.valueOf(cause.getMessage()), cause);
  }
}
