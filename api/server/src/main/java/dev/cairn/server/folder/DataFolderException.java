package dev.cairn.server.folder;

/** A data folder cannot be used; the message says in one line why, and what to do. */
public final class DataFolderException extends Exception {
  private static final long serialVersionUID = 1;

  /** States what is wrong with the folder and what to do. */
  public DataFolderException(String message) {
    super(message);
  }

  /** Passes on a cause whose message says all. */
  static DataFolderException because(Exception cause) {
    return new DataFolderException(String.valueOf(cause.getMessage()), cause);
  }

  /** States what is wrong with the folder and what to do, and what caused it. */
  public DataFolderException(String message, Throwable cause) {
    super(message, cause);
  }
}
