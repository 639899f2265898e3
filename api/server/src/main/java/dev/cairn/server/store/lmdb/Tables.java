package dev.cairn.server.store.lmdb;

import java.nio.ByteBuffer;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;

/** The named databases of the file. */
record Tables(
    Dbi<ByteBuffer> entries,
    Dbi<ByteBuffer> hashes,
    Dbi<ByteBuffer> keys,
    Dbi<ByteBuffer> checkpoints,
    Dbi<ByteBuffer> meta) {

  /** How many there are. */
  static final int COUNT = 5;

  static Tables create(Env<ByteBuffer> env) {
    return open(env, DbiFlags.MDB_CREATE);
  }

  static Tables open(Env<ByteBuffer> env, DbiFlags... flags) {
    return new Tables(
        env.openDbi("entries", flags),
        env.openDbi("hashes", flags),
        env.openDbi("keys", flags),
        env.openDbi("checkpoints", flags),
        env.openDbi("meta", flags));
  }
}
