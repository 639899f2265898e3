package dev.cairn.recorder.outbox;

import java.io.Serial;

/**
 * Why an outbox cannot be used. The message is one line for a person, and names the folder or file.
 */
public final class OutboxException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** What kind of failure it is. */
  public enum Kind {
    /** Another process records from the folder. */
    IN_USE,
    /** There is no outbox in the folder. */
    MISSING,
    /** What the file holds is not what was written. Nothing of it was changed. */
    DAMAGED,
    /**
     * Another process has held the file for too long. Nothing was changed; later it may succeed.
     */
    BUSY,
    /** The disk or the file system failed; nothing of the change may be relied on. */
    FAILED
  }

  private final Kind kind;

  /**
   * @param message one line for a person
   */
  public OutboxException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  OutboxException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What kind of failure it is. */
  public Kind kind() {
    return kind;
  }
}
