package dev.cairn.witness.store;

import java.nio.ByteBuffer;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;

/** The named databases of the file. */
record Tables(
    Dbi<ByteBuffer> logs, Dbi<ByteBuffer> heads, Dbi<ByteBuffer> cosigned, Dbi<ByteBuffer> meta) {

  /** How many there are. */
  static final int COUNT = 4;

  static Tables create(Env<ByteBuffer> env) {
    return open(env, DbiFlags.MDB_CREATE);
  }

  static Tables open(Env<ByteBuffer> env, DbiFlags... flags) {
    return new Tables(
        env.openDbi("logs", flags),
        env.openDbi("heads", flags),
        env.openDbi("cosigned", flags),
        env.openDbi("meta", flags));
  }
}
