package dev.cairn.witness.store;

import dev.cairn.witness.store.StoreException.Kind;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.LmdbException;
import org.lmdbjava.Txn;

/**
 * The open file. Everything that would end the process if done at the wrong moment is done here: a
 * read during closing, a map that moves under a transaction, more readers than LMDB has places for.
 */
final class Environment {
  private static final int READERS = 64;
  // For tools that look in from outside.
  private static final int SPARE_READERS = 8;
  private static final int OWNER_ONLY = 0600;

  private final Env<ByteBuffer> env;
  private final Tables tables;
  private final StoreFile file;
  private final long maxMapBytes;
  // A reading holds one permit. Who holds all of them is alone, and waits for no more than the
  // readings before him, because permits are given in the order of asking.
  private final Semaphore permits = new Semaphore(READERS, true);
  private final ConcurrentLinkedDeque<Reader> idle = new ConcurrentLinkedDeque<>();
  private long mapBytes;
  private volatile boolean closed;

  private Environment(
      Env<ByteBuffer> env, Tables tables, StoreFile file, long mapBytes, long maxMapBytes) {
    this.env = env;
    this.tables = tables;
    this.file = file;
    this.mapBytes = mapBytes;
    this.maxMapBytes = maxMapBytes;
  }

  /** Makes an empty file in an existing folder. */
  static Environment create(Path folder, MapSize map) {
    return open(folder, map.bytes(), map.maxBytes(), Tables::create);
  }

  /** Opens an existing file of {@code fileBytes} that has been checked. */
  static Environment open(Path folder, long fileBytes, MapSize map) {
    long mapBytes = Math.min(Math.max(map.bytes(), fileBytes), map.maxBytes());
    return open(folder, mapBytes, map.maxBytes(), Tables::open);
  }

  private static Environment open(
      Path folder, long mapBytes, long maxMapBytes, Function<Env<ByteBuffer>, Tables> opening) {
    NativeLibrary.load();
    StoreFile file = StoreFile.in(folder);
    try {
      Env<ByteBuffer> env =
          Env.create()
              .setMapSize(mapBytes)
              .setMaxDbs(Tables.COUNT)
              .setMaxReaders(READERS + SPARE_READERS)
              .open(folder.toFile(), OWNER_ONLY, EnvFlags.MDB_NOTLS);
      try {
        env.readerCheck();
        file.extend(mapBytes);
        return new Environment(env, opening.apply(env), file, mapBytes, maxMapBytes);
      } catch (RuntimeException e) {
        env.close();
        throw e;
      }
    } catch (LmdbException e) {
      throw Failures.of(e);
    }
  }

  Tables tables() {
    return tables;
  }

  /** Runs {@code reading} on a snapshot of the last commit. */
  <T> T read(Function<Reader, T> reading) {
    permits.acquireUninterruptibly();
    try {
      requireOpen();
      Reader reader = begin();
      try {
        return reading.apply(reader);
      } finally {
        reader.end();
        idle.push(reader);
      }
    } catch (LmdbException e) {
      throw Failures.of(e);
    } catch (InternalError e) {
      // What the JVM makes of a page of the map that the operating system cannot read.
      throw new StoreException(Kind.FAILED, "the store cannot be read", e);
    } finally {
      permits.release();
    }
  }

  private Reader begin() {
    Reader reader = idle.poll();
    if (reader == null) {
      return new Reader(env, tables);
    }
    reader.begin();
    return reader;
  }

  /**
   * Runs {@code writing} in a write transaction and commits. For one thread at a time.
   *
   * @throws Env.MapFullException if the map is too small; nothing is written
   */
  void write(Consumer<Txn<ByteBuffer>> writing) {
    requireOpen();
    try (Txn<ByteBuffer> transaction = env.txnWrite()) {
      writing.accept(transaction);
      commit(transaction);
    } catch (Env.MapFullException e) {
      throw e;
    } catch (LmdbException e) {
      throw Failures.of(e);
    } catch (InternalError e) {
      throw new StoreException(Kind.FAILED, "the store cannot be read", e);
    }
  }

  private static void commit(Txn<ByteBuffer> transaction) {
    try {
      transaction.commit();
      // ═══ the durable line: LMDB has synced the pages and then the page that makes them count ═══
    } catch (IllegalArgumentException e) {
      // lmdbjava's answer to an error number that it has no name for.
      throw new StoreException(Kind.FAILED, "the commit failed: " + e.getMessage(), e);
    }
  }

  /** Doubles the map. Not to be called within a transaction. */
  void grow() {
    long bytes = Math.min(2 * mapBytes, maxMapBytes);
    if (mapBytes >= bytes) {
      throw new StoreException(
          Kind.FULL, "the store has reached its limit of %,d bytes".formatted(maxMapBytes));
    }
    file.extend(bytes);
    alone(() -> resize(bytes));
  }

  private void resize(long bytes) {
    try {
      env.setMapSize(bytes);
      mapBytes = bytes;
    } catch (LmdbException e) {
      // LMDB has given back the old map and has no new one: nothing of it may be touched any more.
      closed = true;
      throw new StoreException(
          Kind.FAILED, "no address space of %,d bytes for the store".formatted(bytes), e);
    }
  }

  /** Waits for the readings under way, and closes the file. Not to be called during a commit. */
  void close() {
    alone(
        () -> {
          if (!closed) {
            closed = true;
            idle.forEach(Environment::release);
            env.close();
          }
        });
  }

  private static void release(Reader reader) {
    try {
      reader.close();
    } catch (LmdbException e) {
      // After a failure that LMDB calls a panic. Closing the file ends what is left of the reader.
    }
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
      throw Failures.closed();
    }
  }
}
