package dev.cairn.faults.reader;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.Txn;

/** Begins to read a store, says so, and never ends by itself. */
public final class ReaderMain {
  private ReaderMain() {}

  /** Reads the store in a folder. */
  public static void main(String... arguments) throws IOException {
    try (Env<ByteBuffer> env =
            Env.create()
                .setMapSize(1L << 30)
                .setMaxDbs(16)
                .setMaxReaders(128)
                .open(Path.of(arguments[0]).toFile(), EnvFlags.MDB_RDONLY_ENV, EnvFlags.MDB_NOTLS);
        Txn<ByteBuffer> transaction = env.txnRead()) {
      System.out.println("reading " + transaction.getId());
      int _ = System.in.read();
    }
  }
}
