package dev.cairn.server.tiles;

import java.io.Serial;

/** A file of the log does not hash to its published tree, so it must not be served. */
public final class DamagedException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  DamagedException(String message, Throwable cause) {
    super(message, cause);
  }
}
