package dev.cairn.server.store.lmdb;

import dev.cairn.server.store.StoreException;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.LmdbException;
import org.lmdbjava.LmdbNativeException;

/** What a failure of LMDB means for the log. */
final class Failures {
  private static final int ENOSPC = 28;
  private static final int EDQUOT = 122;

  private Failures() {}

  /** A failure outside of a commit: it is known that nothing was written. */
  static StoreException of(LmdbException e) {
    return switch (e) {
      case Env.AlreadyClosedException _ -> closed();
      case LmdbNativeException.PageCorruptedException _,
          LmdbNativeException.PageNotFoundException _,
          Env.FileInvalidException _,
          Env.VersionMismatchException _,
          Dbi.KeyNotFoundException _,
          Dbi.IncompatibleException _ ->
          new StoreException(
              StoreException.Kind.CORRUPT, "the store is damaged: " + e.getMessage(), e);
      default ->
          new StoreException(
              StoreException.Kind.IO, "the store cannot be used: " + e.getMessage(), e);
    };
  }

  static StoreException closed() {
    return new StoreException(StoreException.Kind.IO, "the store is closed");
  }

  static StoreException corrupt(String message) {
    return new StoreException(StoreException.Kind.CORRUPT, message);
  }

  /** Whether the operating system said that there is no room, or none for this user. */
  static boolean isDiskFull(RuntimeException e) {
    return e instanceof LmdbNativeException failure
        && (failure.getResultCode() == ENOSPC || failure.getResultCode() == EDQUOT);
  }
}
