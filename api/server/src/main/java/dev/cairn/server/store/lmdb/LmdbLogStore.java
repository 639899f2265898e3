package dev.cairn.server.store.lmdb;

import dev.cairn.server.store.Commit;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.Snapshot;
import dev.cairn.server.store.StoreException;
import dev.cairn.server.store.StoreException.Kind;
import dev.cairn.tree.merkle.TreeHead;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.lmdbjava.Env;
import org.lmdbjava.LmdbException;

/**
 * A log's store in one LMDB file. A damaged page is a {@link StoreException} of kind {@link
 * Kind#CORRUPT} that names it, whenever it is read, and before a commit changes it.
 *
 * <p>One process may have it open, and once only: LMDB does not see to that, and a file opened
 * twice is damaged. The owner of the folder holds a lock.
 */
public final class LmdbLogStore implements LogStore {
  private final Environment environment;
  private final Optional<CommitWriter> writer;
  private final int keptCheckpoints;
  private final DiskSpace disk;
  // Held by a commit, so that closing waits for it.
  private final ReentrantLock committing = new ReentrantLock();
  private Optional<StoreException> failure = Optional.empty();
  private volatile TreeHead head;

  private LmdbLogStore(Environment environment, DiskSpace disk, LmdbOptions options) {
    this.environment = environment;
    this.writer =
        environment.isWritable()
            ? Optional.of(new CommitWriter(environment.tables(), options.keptCheckpoints()))
            : Optional.empty();
    this.keptCheckpoints = options.keptCheckpoints();
    this.disk = disk;
    this.head = environment.read(MetaTable::head);
  }

  /**
   * Makes the store of a new, empty log; nothing else ever makes one.
   *
   * @param folder does not exist, or is empty
   * @param origin the log's name, kept in the store
   * @throws StoreException if there is something in the folder, or it cannot be written
   */
  public static void create(Path folder, String origin) {
    create(folder, origin, LmdbOptions.DEFAULT);
  }

  static void create(Path folder, String origin, LmdbOptions options) {
    StoreFiles.makeFolder(folder);
    Environment environment = Environment.create(folder, options);
    try {
      MetaTable meta = new MetaTable(environment.tables().meta());
      environment.write(transaction -> meta.create(transaction, origin));
    } finally {
      environment.close();
    }
    StoreFiles.syncFolder(folder);
  }

  /** Opens a store as {@link LmdbOptions#DEFAULT} says. */
  public static LmdbLogStore open(Path folder, String origin) {
    return open(folder, origin, LmdbOptions.DEFAULT);
  }

  /**
   * Opens a store that {@link #create} made, and checks it against its own tree head: its right
   * edge and its last entries.
   *
   * @param origin the origin of the log that is expected
   * @throws StoreException if it is missing, damaged, of a newer format, or another log's; the
   *     message says in one line what to do
   */
  public static LmdbLogStore open(Path folder, String origin, LmdbOptions options) {
    long fileBytes = StoreFiles.check(folder);
    StoreFiles.settle(folder);
    Environment environment = Environment.open(folder, options, fileBytes);
    return open(environment, folder, origin, options, EdgeCheck::check);
  }

  /**
   * Opens a store to look at it: nothing is written, no file is made, and nothing is checked
   * against the tree. No other process may be writing to it.
   *
   * @throws StoreException as {@link #open(Path, String)}
   */
  public static LmdbLogStore openReadOnly(Path folder, String origin) {
    long fileBytes = StoreFiles.check(folder);
    LmdbOptions options = LmdbOptions.DEFAULT;
    Environment environment = Environment.openReadOnly(folder, options, fileBytes);
    return open(environment, folder, origin, options, _ -> {});
  }

  /**
   * Opens a store to look at it while another process writes to it, or none does. Each reading sees
   * the last commit at its beginning, and holds back the reuse of space in the file until it
   * returns; at most four readings run at a time. Nothing is checked against the tree.
   *
   * <p>Never in the process that writes to the store: its lock would be lost.
   *
   * @throws StoreException as {@link #open(Path, String)}, and if the lock file cannot be written
   */
  public static LmdbLogStore openBeside(Path folder, String origin) {
    long fileBytes = StoreFiles.checkBeside(folder);
    LmdbOptions options = LmdbOptions.BESIDE;
    Environment environment = Environment.openBeside(folder, options, fileBytes);
    return open(environment, folder, origin, options, _ -> {});
  }

  /**
   * Checks the structure of the whole file, without opening it: a file that passes can be read
   * without harm, whatever it says. No other process may be writing to it.
   *
   * @param progress told the number of pages done from time to time
   * @throws StoreException at the first page that is wrong
   */
  public static void checkFile(Path folder, LongConsumer progress) {
    StoreFiles.checkPages(folder, progress);
  }

  private static LmdbLogStore open(
      Environment environment,
      Path folder,
      String origin,
      LmdbOptions options,
      Consumer<Reader> check) {
    try {
      environment.look(reader -> MetaTable.check(reader, origin));
      environment.look(check);
      return new LmdbLogStore(environment, DiskSpace.of(folder), options);
    } catch (RuntimeException e) {
      environment.close();
      throw e;
    }
  }

  @Override
  public TreeHead head() {
    return environment.isBeside() ? environment.read(MetaTable::head) : head;
  }

  @Override
  public void requireRoom(long bytes) {
    disk.require(bytes);
  }

  @Override
  public void commit(Commit commit) {
    committing.lock();
    try {
      if (failure.isPresent()) {
        throw new StoreException(
            failure.get().kind(), "an earlier commit failed: " + failure.get().getMessage());
      }
      write(commit);
      head = commit.next();
    } finally {
      committing.unlock();
    }
  }

  private void write(Commit commit) {
    try {
      CommitWriter to = writer.orElseThrow(Environment::notWritable);
      disk.require(commit.bytes() + keyBytes(commit));
      environment.look(reader -> CommitGuard.check(reader, commit, keptCheckpoints));
      while (!tryCommit(to, commit)) {
        environment.grow();
      }
    } catch (StoreException e) {
      if (e.kind() != Kind.FULL) {
        failure = Optional.of(e);
      }
      throw e;
    }
  }

  private long keyBytes(Commit commit) {
    return environment.read(reader -> KeyTable.room(reader, commit.keys().keySet()));
  }

  /** Returns false, with nothing written, if the map is too small. */
  private boolean tryCommit(CommitWriter to, Commit commit) {
    try {
      environment.write(transaction -> to.write(transaction, commit));
      // ═══ the durable line: LMDB has synced the pages and then the page that makes them count ═══
      return true;
    } catch (Env.MapFullException e) {
      return false;
    } catch (LmdbException e) {
      throw Failures.isDiskFull(e) && isUnchanged(commit)
          ? new StoreException(Kind.FULL, "the disk is full", e)
          : Failures.of(e);
    }
  }

  /** Whether the last commit is still the one before. LMDB refuses to read if it does not know. */
  private boolean isUnchanged(Commit commit) {
    return environment.read(MetaTable::head).equals(commit.expected());
  }

  @Override
  public <T> T read(Function<Snapshot, T> reading) {
    return environment.read(
        reader -> {
          LmdbSnapshot snapshot = new LmdbSnapshot(reader);
          try {
            return reading.apply(snapshot);
          } finally {
            snapshot.end();
          }
        });
  }

  @Override
  public void close() {
    committing.lock();
    try {
      environment.close();
    } finally {
      committing.unlock();
    }
  }
}
