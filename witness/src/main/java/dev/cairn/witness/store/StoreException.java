package dev.cairn.witness.store;

/** The store could not do what was asked; nothing may be signed on its account. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What went wrong, as far as the witness's behaviour depends on it. */
  public enum Kind {
    /** No room: nothing was changed, and a later attempt may succeed. */
    FULL,
    /** The store's bytes are not what was written. */
    DAMAGED,
    /** There is no store here that can be opened; nothing was changed. */
    UNUSABLE,
    /** The operating system or LMDB failed; whether the last commit is durable is unknown. */
    FAILED,
    /** The store is closed. */
    CLOSED
  }

  private final Kind kind;

  /** States what went wrong, in one line for an operator. */
  public StoreException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** States what went wrong and what caused it. */
  public StoreException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }
}
