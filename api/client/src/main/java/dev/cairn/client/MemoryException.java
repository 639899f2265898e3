package dev.cairn.client;

import java.io.Serial;

/**
 * What the client remembers between runs cannot be read or written. Nothing is forgotten by itself:
 * the message says which file it is and what to do.
 */
public final class MemoryException extends LogException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * @param message one line for a person: which file, and what to do
   */
  public MemoryException(String message) {
    super(message);
  }

  /**
   * @param message one line for a person: which file, and what to do
   */
  public MemoryException(String message, Throwable cause) {
    super(message, cause);
  }
}
