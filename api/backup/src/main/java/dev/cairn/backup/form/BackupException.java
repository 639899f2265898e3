package dev.cairn.backup.form;

/**
 * A backup, a copy or a log cannot be used for what was asked; the message says why in one line.
 */
public final class BackupException extends Exception {
  private static final long serialVersionUID = 1;

  /** What kind of trouble it is. */
  public enum Kind {
    /** The wrong file, folder, key or moment: nothing is known to be damaged. */
    UNUSABLE,
    /** Something is not what it must be: it is damaged, or of another history. */
    DAMAGED
  }

  private final Kind kind;

  private BackupException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  private BackupException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** What was named cannot be used. */
  public static BackupException unusable(String message) {
    return new BackupException(Kind.UNUSABLE, message);
  }

  /** What was named cannot be used, because of {@code cause}. */
  public static BackupException unusable(String message, Throwable cause) {
    return new BackupException(Kind.UNUSABLE, message, cause);
  }

  /** A check has failed. */
  public static BackupException damaged(String message) {
    return new BackupException(Kind.DAMAGED, message);
  }

  /** A check has failed, because of {@code cause}. */
  public static BackupException damaged(String message, Throwable cause) {
    return new BackupException(Kind.DAMAGED, message, cause);
  }

  /** What kind of trouble it is. */
  public Kind kind() {
    return kind;
  }
}
