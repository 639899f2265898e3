package dev.cairn.server.search.lmdb;

/** A commit of the index has failed; what was committed before is as it was. */
public final class UnwritableIndexException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnwritableIndexException(String message, Throwable cause) {
    super(message, cause);
  }
}
