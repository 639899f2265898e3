package dev.cairn.server.search.lmdb;

/** The index's file is closed, or cannot be read or written. */
public final class IndexFileException extends RuntimeException {
  private static final long serialVersionUID = 1;

  IndexFileException(String message) {
    super(message);
  }

  IndexFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
