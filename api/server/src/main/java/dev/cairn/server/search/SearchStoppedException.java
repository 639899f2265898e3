package dev.cairn.server.search;

/** Search is out of order, for good or for now; the log is not. */
public final class SearchStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  SearchStoppedException(String message) {
    super(message);
  }

  SearchStoppedException(String message, Throwable cause) {
    super(message, cause);
  }
}
