package dev.cairn.client;

import java.io.Serial;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the log said is not true, not shown to be true, or not well-formed. Nothing of the answer
 * may be used, and nothing of it was remembered.
 */
public final class CheckFailedException extends LogException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient @Nullable Evidence evidence;

  /**
   * @param message one line for a person: what is not as it should be
   */
  public CheckFailedException(String message) {
    super(message);
    this.evidence = null;
  }

  /**
   * @param message one line for a person: what is not as it should be
   */
  public CheckFailedException(String message, Throwable cause) {
    super(message, cause);
    this.evidence = null;
  }

  /** A failure that signed heads show. */
  public CheckFailedException(Evidence evidence) {
    super(evidence.finding());
    this.evidence = evidence;
  }

  /** The signed heads, where signed heads contradict each other. */
  public Optional<Evidence> evidence() {
    return Optional.ofNullable(evidence);
  }
}
