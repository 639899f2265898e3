package dev.cairn.server.store.lmdb;

import dev.cairn.server.store.StoreException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.LmdbException;
import org.lmdbjava.Txn;

/**
 * The open file. Everything that would end the process if done at the wrong moment is done here: a
 * read during closing, a map that moves under a transaction, more readers than LMDB has places for.
 */
final class Environment {
  // For the checks at open, and for tools that look in from outside.
  private static final int SPARE_READERS = 8;
  private static final int OWNER_ONLY = 0600;
  private static final int COMMITS_BETWEEN_CHECKS = 64;

  private final Env<ByteBuffer> env;
  private final PageMap map;
  // Of what was opened to be written to: reading needs no more of LMDB than its transactions.
  private final Optional<Tables> tables;
  private final AtomicReference<Roots> newest = new AtomicReference<>(Roots.NONE);
  private final int readers;
  private final long maxMapBytes;
  // A reading holds one permit. Who holds all of them is alone, and waits for no more than the
  // readings before him, because permits are given in the order of asking.
  private final Semaphore permits;
  private final ConcurrentLinkedDeque<Reader> idle = new ConcurrentLinkedDeque<>();
  private volatile long mapBytes;
  private volatile boolean closed;
  private final FileUse use;
  private long commits;

  private Environment(
      Env<ByteBuffer> env, PageMap map, LmdbOptions options, long mapBytes, FileUse use) {
    this.env = env;
    this.map = map;
    this.tables = use.tables(env);
    this.readers = options.readers();
    this.maxMapBytes = options.maxMapBytes();
    this.mapBytes = mapBytes;
    this.permits = new Semaphore(readers, true);
    this.use = use;
  }

  /** Makes an empty file in an existing folder. */
  static Environment create(Path folder, LmdbOptions options) {
    return open(folder, options, 0, FileUse.CREATE);
  }

  /** Opens an existing file of {@code fileBytes} that has been checked. */
  static Environment open(Path folder, LmdbOptions options, long fileBytes) {
    LockFile.allocate(folder);
    return open(folder, options, fileBytes, FileUse.WRITE);
  }

  /** Opens an existing file without writing anything, not even a lock. */
  static Environment openReadOnly(Path folder, LmdbOptions options, long fileBytes) {
    return open(folder, options, fileBytes, FileUse.READ);
  }

  /**
   * Opens an existing file that another process may be writing to. Not for the process that writes:
   * LMDB's locks are those of a process, and the first to close would take the other's away.
   */
  static Environment openBeside(Path folder, LmdbOptions options, long fileBytes) {
    return open(folder, options, fileBytes, FileUse.READ_BESIDE);
  }

  private static Environment open(Path folder, LmdbOptions options, long fileBytes, FileUse use) {
    NativeLibrary.load();
    long mapBytes = mapFor(fileBytes, options);
    try {
      Env<ByteBuffer> env =
          Env.create()
              .setMapSize(mapBytes)
              .setMaxDbs(Tables.COUNT)
              .setMaxReaders(options.readers() + SPARE_READERS)
              .open(folder.toFile(), OWNER_ONLY, use.flags());
      try {
        env.readerCheck();
        PageMap map = PageMap.open(folder.resolve(StoreFiles.DATA));
        return new Environment(env, map, options, mapBytes, use);
      } catch (RuntimeException e) {
        env.close();
        throw e;
      }
    } catch (LmdbException e) {
      throw Failures.of(e);
    }
  }

  /** A map with room for the file, and as much again. */
  private static long mapFor(long fileBytes, LmdbOptions options) {
    long mapBytes = options.mapBytes();
    while (mapBytes < 2 * fileBytes && mapBytes < options.maxMapBytes()) {
      mapBytes = Math.min(2 * mapBytes, options.maxMapBytes());
    }
    return mapBytes;
  }

  /**
   * The tables to write to.
   *
   * @throws StoreException if the file is only read
   */
  Tables tables() {
    return tables.orElseThrow(Environment::notWritable);
  }

  boolean isWritable() {
    return tables.isPresent();
  }

  static StoreException notWritable() {
    return new StoreException(
        StoreException.Kind.UNUSABLE, "the store was opened to be read, and not written");
  }

  /** Whether another process may be writing to the file. */
  boolean isBeside() {
    return use == FileUse.READ_BESIDE;
  }

  /** Runs {@code reading} on a snapshot of the last commit. */
  <T> T read(Function<Reader, T> reading) {
    while (true) {
      try {
        return readOnce(reading);
      } catch (Dbi.MapResizedException _) {
        // Another process has let the file grow. Nothing was read yet.
        grow();
      }
    }
  }

  private <T> T readOnce(Function<Reader, T> reading) {
    permits.acquireUninterruptibly();
    try {
      requireOpen();
      Reader reader = begin();
      try {
        return reading.apply(reader);
      } finally {
        end(reader);
      }
    } catch (Dbi.MapResizedException e) {
      throw e;
    } catch (LmdbException e) {
      throw Failures.of(e);
    } catch (InternalError e) {
      // What the JVM makes of a page of the map that the operating system cannot read.
      throw new StoreException(StoreException.Kind.IO, "the store cannot be read", e);
    } finally {
      permits.release();
    }
  }

  /** Runs {@code looking} on a snapshot of the last commit. */
  void look(Consumer<Reader> looking) {
    Reader _ =
        read(
            reader -> {
              looking.accept(reader);
              return reader;
            });
  }

  private Reader begin() {
    Reader reader = idle.poll();
    if (reader == null) {
      return new Reader(env, map, newest);
    }
    reader.begin();
    return reader;
  }

  private void end(Reader reader) {
    if (isBeside()) {
      // LMDB may refuse to begin once the file has grown. A transaction that was to be used again
      // would then keep its place until the file is closed.
      reader.close();
    } else {
      reader.end();
      idle.push(reader);
    }
  }

  /**
   * Runs {@code writing} in a write transaction and commits. For one thread at a time.
   *
   * @throws LmdbException whatever LMDB says, for the caller to judge
   */
  void write(Consumer<Txn<ByteBuffer>> writing) {
    requireOpen();
    if (commits % COMMITS_BETWEEN_CHECKS == 0) {
      // Another process that was killed while it read would hold back the reuse of space for ever.
      env.readerCheck();
    }
    commits++;
    try (Txn<ByteBuffer> transaction = env.txnWrite()) {
      writing.accept(transaction);
      commit(transaction);
    }
  }

  private static void commit(Txn<ByteBuffer> transaction) {
    try {
      transaction.commit();
    } catch (IllegalArgumentException e) {
      // lmdbjava's answer to an error number that it has no name for.
      throw new StoreException(StoreException.Kind.IO, "the commit failed: " + e.getMessage(), e);
    }
  }

  /** Doubles the map. Not to be called within a transaction. */
  void grow() {
    if (mapBytes >= maxMapBytes) {
      throw new StoreException(
          StoreException.Kind.FULL,
          "the store has reached its limit of %,d bytes; raise the limit".formatted(maxMapBytes));
    }
    alone(() -> resize(Math.min(2 * mapBytes, maxMapBytes)));
  }

  private void resize(long bytes) {
    try {
      env.setMapSize(bytes);
      mapBytes = bytes;
    } catch (LmdbException e) {
      // LMDB has given back the old map and has no new one: nothing of it may be touched any more.
      closed = true;
      throw new StoreException(
          StoreException.Kind.IO,
          "no address space of %,d bytes for the store; raise ulimit -v".formatted(bytes),
          e);
    }
  }

  /** The size of the map. */
  long mapBytes() {
    return mapBytes;
  }

  /** Waits for the readings under way, and closes the file. Not to be called during a commit. */
  void close() {
    alone(
        () -> {
          if (!closed) {
            closed = true;
            idle.forEach(Environment::release);
            env.close();
            map.close();
          }
        });
  }

  private static void release(Reader reader) {
    try {
      reader.begin();
      reader.close();
    } catch (LmdbException e) {
      // After a failure that LMDB calls a panic. Closing the file ends what is left of the reader.
    }
  }

  private void alone(Runnable action) {
    permits.acquireUninterruptibly(readers);
    try {
      action.run();
    } finally {
      permits.release(readers);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw Failures.closed();
    }
  }
}
