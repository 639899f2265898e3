package dev.cairn.client;

import java.io.Serial;

/**
 * No answer came: the server cannot be reached, is shutting down or stopped, did not answer within
 * the deadline, or the caller was interrupted (its interrupt flag is set then).
 *
 * <p>An append that ends so may have been logged all the same. Repeat it with the same idempotency
 * key to learn its index.
 */
public final class UnreachableException extends LogException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * @param message one line for a person
   */
  public UnreachableException(String message) {
    super(message);
  }

  /**
   * @param message one line for a person
   */
  public UnreachableException(String message, Throwable cause) {
    super(message, cause);
  }
}
