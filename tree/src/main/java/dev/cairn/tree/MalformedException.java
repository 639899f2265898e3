package dev.cairn.tree;

import java.io.Serial;

/**
 * A text or byte string from outside that is not well-formed or not in its canonical form. Nothing
 * was verified and nothing of it may be used.
 */
public final class MalformedException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * @param message one line for a person: what was expected, never the whole refused input
   */
  public MalformedException(String message) {
    super(message);
  }
}
