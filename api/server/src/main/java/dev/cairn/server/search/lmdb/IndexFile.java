package dev.cairn.server.search.lmdb;

import dev.cairn.server.store.lmdb.LmdbFiles;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.GetOp;
import org.lmdbjava.LmdbException;
import org.lmdbjava.PutFlags;
import org.lmdbjava.Txn;

/** The open file. One thread writes, any number of threads read. */
public final class IndexFile implements AutoCloseable {
  /** The most bytes of a key. */
  public static final int MAX_KEY_BYTES = 255;

  private static final String DATA = "data.mdb";
  private static final int READERS = 32;
  private static final int SPARE_READERS = 4;
  private static final int OWNER_ONLY = 0600;
  private static final long FIRST_MAP_BYTES = 1L << 30;

  private final Env<ByteBuffer> env;
  private final Map<Table, Dbi<ByteBuffer>> tables;
  // A reading holds one permit; who holds all of them is alone. Given in the order of asking.
  private final Semaphore permits = new Semaphore(READERS, true);
  // Direct memory is slow to get and to give back.
  private final ConcurrentLinkedDeque<ByteBuffer> keys = new ConcurrentLinkedDeque<>();
  private long mapBytes;
  private volatile boolean closed;

  /**
   * A row of a table.
   *
   * @param key the reader's own
   * @param value the reader's own
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Row(byte[] key, byte[] value) {}

  private IndexFile(Env<ByteBuffer> env, Map<Table, Dbi<ByteBuffer>> tables, long mapBytes) {
    this.env = env;
    this.tables = tables;
    this.mapBytes = mapBytes;
  }

  /**
   * Opens the file in a folder; makes an empty one if there is none.
   *
   * @throws RuntimeException if what is there cannot be used
   */
  public static IndexFile open(Path folder) {
    return open(folder, FIRST_MAP_BYTES);
  }

  /** As {@link #open(Path)}, with another map to begin with. */
  static IndexFile open(Path folder, long firstMapBytes) {
    LmdbFiles.loadLibrary();
    LmdbFiles.allocateLock(folder);
    long bytes = Files.exists(folder.resolve(DATA)) ? LmdbFiles.check(folder) : 0;
    long mapBytes = firstMapBytes;
    while (mapBytes < 2 * bytes) {
      mapBytes *= 2;
    }
    Env<ByteBuffer> env =
        Env.create()
            .setMapSize(mapBytes)
            .setMaxDbs(Table.values().length)
            .setMaxReaders(READERS + SPARE_READERS)
            .open(folder.toFile(), OWNER_ONLY, EnvFlags.MDB_NOTLS);
    try {
      env.readerCheck();
      Map<Table, Dbi<ByteBuffer>> tables = new EnumMap<>(Table.class);
      for (Table table : Table.values()) {
        tables.put(table, env.openDbi(table.title(), DbiFlags.MDB_CREATE));
      }
      return new IndexFile(env, tables, mapBytes);
    } catch (RuntimeException e) {
      env.close();
      throw e;
    }
  }

  /** Takes rows within one commit. */
  public interface Writer {
    /** Adds a row that comes after all rows of the table. */
    void append(Table table, byte[] key, byte[] value);

    /** Adds a row, or replaces it. */
    void put(Table table, byte[] key, byte[] value);
  }

  /**
   * Commits all rows that {@code writing} writes, durably.
   *
   * @param writing may be called again, if the file has outgrown its map
   */
  public void write(Consumer<Writer> writing) {
    try {
      try {
        writeOnce(writing);
      } catch (Env.MapFullException e) {
        alone(
            () -> {
              mapBytes *= 2;
              env.setMapSize(mapBytes);
            });
        write(writing);
      }
    } catch (LmdbException e) {
      throw new UnwritableIndexException("the index cannot be written", e);
    }
  }

  private void writeOnce(Consumer<Writer> writing) {
    requireOpen();
    try (Txn<ByteBuffer> transaction = env.txnWrite()) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_KEY_BYTES);
      writing.accept(
          new Writer() {
            @Override
            public void append(Table table, byte[] key, byte[] value) {
              reserve(table, key, value, PutFlags.MDB_APPEND);
            }

            @Override
            public void put(Table table, byte[] key, byte[] value) {
              reserve(table, key, value);
            }

            private void reserve(Table table, byte[] key, byte[] value, PutFlags... flags) {
              buffer.clear().put(key).flip();
              dbi(table).reserve(transaction, buffer, value.length, flags).put(value);
            }
          });
      commit(transaction);
    }
  }

  private static void commit(Txn<ByteBuffer> transaction) {
    try {
      transaction.commit();
    } catch (IllegalArgumentException e) {
      // lmdbjava's answer to an error number that it has no name for.
      throw new UnwritableIndexException("the commit failed: " + e.getMessage(), e);
    }
  }

  private Dbi<ByteBuffer> dbi(Table table) {
    Dbi<ByteBuffer> dbi = tables.get(table);
    if (dbi == null) {
      throw new IllegalStateException("every table is open");
    }
    return dbi;
  }

  /** The row of that key. */
  public Optional<byte[]> get(Table table, byte[] key) {
    return floor(table, key).filter(row -> Arrays.equals(row.key(), key)).map(Row::value);
  }

  /** The row with the greatest key that is not beyond {@code key}. */
  public Optional<Row> floor(Table table, byte[] key) {
    return read(
        transaction -> {
          try (Cursor<ByteBuffer> cursor = dbi(table).openCursor(transaction)) {
            return seekFloor(cursor, key)
                ? Optional.of(new Row(bytes(cursor.key()), bytes(cursor.val())))
                : Optional.empty();
          }
        });
  }

  private boolean seekFloor(Cursor<ByteBuffer> cursor, byte[] key) {
    ByteBuffer pooled = keys.poll();
    ByteBuffer wanted = pooled == null ? ByteBuffer.allocateDirect(MAX_KEY_BYTES) : pooled;
    boolean atLeast = cursor.get(wanted.clear().put(key).flip(), GetOp.MDB_SET_RANGE);
    keys.push(wanted);
    if (!atLeast) {
      return cursor.last();
    }
    return Arrays.equals(bytes(cursor.key()), key) || cursor.prev();
  }

  /** Hands over all rows of a table in the order of their keys; {@code sink} must not read. */
  public void forEach(Table table, BiConsumer<byte[], byte[]> sink) {
    boolean _ =
        read(
            transaction -> {
              try (Cursor<ByteBuffer> cursor = dbi(table).openCursor(transaction)) {
                boolean found = cursor.first();
                while (found) {
                  sink.accept(bytes(cursor.key()), bytes(cursor.val()));
                  found = cursor.next();
                }
                return true;
              }
            });
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(buffer.position(), bytes);
    return bytes;
  }

  private <T> T read(Function<Txn<ByteBuffer>, T> reading) {
    permits.acquireUninterruptibly();
    try {
      requireOpen();
      try (Txn<ByteBuffer> transaction = env.txnRead()) {
        return reading.apply(transaction);
      }
    } catch (LmdbException | InternalError e) {
      // InternalError is what the JVM makes of a mapped page that cannot be read.
      throw new IndexFileException("the index cannot be read", e);
    } finally {
      permits.release();
    }
  }

  /** Whether it can be used. */
  public boolean isOpen() {
    return !closed;
  }

  /** Waits for the readings under way, and closes the file. */
  @Override
  public void close() {
    alone(
        () -> {
          if (!closed) {
            closed = true;
            env.close();
          }
        });
  }

  private void alone(Runnable action) {
    permits.acquireUninterruptibly(READERS);
    try {
      action.run();
    } finally {
      permits.release(READERS);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IndexFileException("the index is closed");
    }
  }
}
