package dev.cairn.tree.note;

/** A key file cannot be written or read; the message is one line that says what to do about it. */
public final class KeyFileException extends Exception {
  private static final long serialVersionUID = 1L;

  KeyFileException(String message) {
    super(message);
  }

  KeyFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
