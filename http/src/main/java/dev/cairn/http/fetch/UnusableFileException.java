package dev.cairn.http.fetch;

import java.io.Serial;

/**
 * The server answered, and what it sent cannot be the file: it is too large, packed or not, or is
 * packed in another way than gzip. Asking again would be of no use.
 */
public final class UnusableFileException extends FetchException {
  @Serial private static final long serialVersionUID = 1L;

  UnusableFileException(String message) {
    super(message);
  }

  UnusableFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
