package dev.cairn.server.witness;

/** A witness has shown, signed by the log, a head that is not of the log's history. */
public final class ForeignHistoryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ForeignHistoryException(String message) {
    super(message);
  }
}
