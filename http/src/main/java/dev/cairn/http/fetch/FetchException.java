package dev.cairn.http.fetch;

import java.io.IOException;
import java.io.Serial;

/** What cannot be fetched, may not be, or does not come as it should; try again later. */
public sealed class FetchException extends IOException
    permits UnavailableException, UnusableFileException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * @param message one line for a person
   */
  public FetchException(String message) {
    super(message);
  }

  /**
   * @param message one line for a person
   */
  public FetchException(String message, Throwable cause) {
    super(message, cause);
  }
}
