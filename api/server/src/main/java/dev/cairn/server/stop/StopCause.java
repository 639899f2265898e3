package dev.cairn.server.stop;

import dev.cairn.server.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Why a log has stopped.
 *
 * @param kind what follows depends on it alone
 * @param reason one line for an operator
 */
public record StopCause(Kind kind, String reason) {

  /** What went wrong, as far as it decides what becomes of the process. */
  public enum Kind {
    /** A read, a write or a sync of the log's own files failed: the process must leave. */
    STORAGE_FAILED,
    /** The store's bytes are not those that were written. */
    CORRUPT,
    /** Somebody has shown, under the log's own signature, a history that is not in its store. */
    OTHER_HISTORY,
    /** The log was started to be read only. */
    READ_ONLY,
    /** Something that cannot be. */
    BUG
  }

  /**
   * Judges a failure of one of the log's parts.
   *
   * @param what what failed, in a few words
   * @param thrown what it failed with
   */
  public static StopCause of(String what, Throwable thrown) {
    return switch (thrown) {
      case StoreException store -> new StopCause(kind(store.kind()), said(what, store));
      case UncheckedIOException io -> new StopCause(Kind.STORAGE_FAILED, said(what, io));
      case IOException io -> new StopCause(Kind.STORAGE_FAILED, said(what, io));
      // What the JVM makes of a mapped page that the operating system cannot read.
      case InternalError unreadable -> new StopCause(Kind.STORAGE_FAILED, said(what, unreadable));
      default -> new StopCause(Kind.BUG, what + ", a bug: " + thrown);
    };
  }

  private static String said(String what, Throwable thrown) {
    return what + ": " + thrown.getMessage();
  }

  private static Kind kind(StoreException.Kind kind) {
    return switch (kind) {
      case IO -> Kind.STORAGE_FAILED;
      case CORRUPT -> Kind.CORRUPT;
      case FULL, UNUSABLE, HEAD_MOVED -> Kind.BUG;
    };
  }

  /** The log's own files or heads have shown another history than the store's. */
  public static StopCause otherHistory(String reason) {
    return new StopCause(Kind.OTHER_HISTORY, reason);
  }

  /**
   * Whether the process must end: what it holds of the files in memory can no longer be believed.
   * Otherwise what is published is served on, to be read only.
   */
  public boolean mustLeave() {
    return kind == Kind.STORAGE_FAILED;
  }
}
