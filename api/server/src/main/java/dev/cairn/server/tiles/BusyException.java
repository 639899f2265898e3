package dev.cairn.server.tiles;

import java.io.Serial;

/** More is being made or sent at this moment than there is memory for; try again in a second. */
public final class BusyException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  BusyException(String message) {
    super(message);
  }
}
