package dev.cairn.server.store.lmdb;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;

/** What LMDB's file is opened for. */
enum FileUse {
  /** To make its tables. */
  CREATE,
  /** To write to them. */
  WRITE,
  /** To read, while nobody writes. */
  READ,
  /** To read, while another process may write. */
  READ_BESIDE;

  /** What LMDB is told. */
  EnvFlags[] flags() {
    return switch (this) {
      case CREATE, WRITE -> new EnvFlags[] {EnvFlags.MDB_NOTLS};
      case READ ->
          new EnvFlags[] {EnvFlags.MDB_NOTLS, EnvFlags.MDB_RDONLY_ENV, EnvFlags.MDB_NOLOCK};
      case READ_BESIDE -> new EnvFlags[] {EnvFlags.MDB_NOTLS, EnvFlags.MDB_RDONLY_ENV};
    };
  }

  /** The tables to write to; reading needs no more of LMDB than its transactions. */
  Optional<Tables> tables(Env<ByteBuffer> env) {
    return switch (this) {
      case CREATE -> Optional.of(Tables.create(env));
      case WRITE -> Optional.of(Tables.open(env));
      case READ, READ_BESIDE -> Optional.empty();
    };
  }
}
