package dev.cairn.tree;

import java.io.Serial;

/**
 * A claim that is well-formed and not true, or not shown to be true: a proof of the wrong shape or
 * with the wrong result, a signature that does not verify.
 */
public final class VerificationException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * @param message one line for a person: which claim failed, and how
   */
  public VerificationException(String message) {
    super(message);
  }
}
