package dev.cairn.server.index;

import java.io.IOException;
import java.nio.file.Path;

/** A run has not the records that were written. */
final class DamagedRunException extends IOException {
  private static final long serialVersionUID = 1;

  DamagedRunException(Path file) {
    super(file + " is damaged");
  }
}
