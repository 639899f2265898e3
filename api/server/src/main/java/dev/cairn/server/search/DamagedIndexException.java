package dev.cairn.server.search;

/** The index does not have what was written to it; it is to be built anew. */
final class DamagedIndexException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DamagedIndexException(String message) {
    super(message);
  }
}
