package dev.cairn.witness.source;

import java.io.Serial;

/**
 * A source that cannot be reached, may not be, or does not answer as it should; try again later.
 */
public final class SourceException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * @param message one line for a person
   */
  public SourceException(String message) {
    super(message);
  }

  SourceException(String message, Throwable cause) {
    super(message, cause);
  }
}
