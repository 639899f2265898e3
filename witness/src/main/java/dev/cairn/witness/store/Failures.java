package dev.cairn.witness.store;

import dev.cairn.witness.store.StoreException.Kind;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.LmdbException;
import org.lmdbjava.LmdbNativeException;

/** What a failure of LMDB means for the witness. */
final class Failures {
  private Failures() {}

  static StoreException of(LmdbException e) {
    return switch (e) {
      case Env.AlreadyClosedException _ -> closed();
      case LmdbNativeException.PageCorruptedException _,
          LmdbNativeException.PageNotFoundException _,
          Env.FileInvalidException _,
          Env.VersionMismatchException _,
          Dbi.KeyNotFoundException _,
          Dbi.IncompatibleException _ ->
          damaged(String.valueOf(e.getMessage()), e);
      default -> new StoreException(Kind.FAILED, "the store cannot be used: " + e.getMessage(), e);
    };
  }

  static StoreException damaged(String how) {
    return new StoreException(Kind.DAMAGED, "the store is damaged: " + how);
  }

  private static StoreException damaged(String how, Throwable cause) {
    return new StoreException(Kind.DAMAGED, "the store is damaged: " + how, cause);
  }

  static StoreException closed() {
    return new StoreException(Kind.CLOSED, "the store is closed");
  }
}
