package dev.cairn.server.store;

/** The store could not do what was asked. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What went wrong, as far as the log's behaviour depends on it. */
  public enum Kind {
    /** No room: nothing was changed, and a later attempt may succeed. */
    FULL,
    /** The store's bytes are not what was written; nothing may be signed over them. */
    CORRUPT,
    /** There is no store here that can be opened for this log; nothing was changed. */
    UNUSABLE,
    /** The stored head is not the expected one: another writer, or a bug. */
    HEAD_MOVED,
    /** The operating system or the engine failed; whether the last commit is durable is unknown. */
    IO
  }

  private final Kind kind;
  private final String message;

  /** States what went wrong, in one line for an operator. */
  public StoreException(Kind kind, String message) {
    super(message);
    this.kind = kind;
    this.message = message;
  }

  /** States what went wrong and what caused it. */
  public StoreException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.message = message;
  }

  @Override
  public String getMessage() {
    return message;
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }
}
