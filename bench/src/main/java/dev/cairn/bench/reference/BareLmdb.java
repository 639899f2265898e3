package dev.cairn.bench.reference;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.PutFlags;
import org.lmdbjava.Txn;

/** LMDB with entries under ascending indexes, synced at each commit, and nothing else. */
public final class BareLmdb implements AutoCloseable {
  private static final int OWNER_ONLY = 0600;

  private final Env<ByteBuffer> env;
  private final Dbi<ByteBuffer> table;
  private final ByteBuffer key = ByteBuffer.allocateDirect(Long.BYTES);
  private final ByteBuffer value;
  private long size;

  /**
   * Makes a new store.
   *
   * @param folder does not exist yet
   * @param maxBytes the most that the file may grow to
   */
  public BareLmdb(Path folder, int entryBytes, long maxBytes) {
    try {
      Files.createDirectory(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    env =
        Env.create()
            .setMapSize(maxBytes)
            .setMaxDbs(1)
            .open(folder.toFile(), OWNER_ONLY, EnvFlags.MDB_NOTLS);
    table = env.openDbi("entries", DbiFlags.MDB_CREATE);
    byte[] entry = new byte[entryBytes];
    new Random(entryBytes).nextBytes(entry);
    value = ByteBuffer.allocateDirect(entryBytes).put(entry).flip();
  }

  /** Appends {@code entries} and makes them durable. */
  public void commit(int entries) {
    try (Txn<ByteBuffer> transaction = env.txnWrite()) {
      for (int i = 0; i < entries; i++) {
        key.clear().putLong(size).flip();
        table.put(transaction, key, value.rewind(), PutFlags.MDB_APPEND);
        size++;
      }
      transaction.commit();
    }
  }

  /** Forgets all entries; their pages are used again. */
  public void clear() {
    try (Txn<ByteBuffer> transaction = env.txnWrite()) {
      table.drop(transaction);
      transaction.commit();
    }
    size = 0;
  }

  /** The number of entries. */
  public long size() {
    return size;
  }

  /** The number of entries, as LMDB counts them. */
  long stored() {
    try (Txn<ByteBuffer> transaction = env.txnRead()) {
      return table.stat(transaction).entries;
    }
  }

  @Override
  public void close() {
    env.close();
  }
}
