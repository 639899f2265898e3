package dev.cairn.server.index;

/** The index is of no use now; the log goes on without it. */
public final class IndexStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** States in one line why. */
  public IndexStoppedException(String message) {
    super(message);
  }
}
