package dev.cairn.recorder.outbox;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.audit.v1.EventRun;
import dev.cairn.recorder.outbox.OutboxException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The outbox of one folder. {@link #commit} is for one thread, {@link #read} for one, which may be
 * another; all else is for any thread.
 */
public final class Outbox implements AutoCloseable {
  private static final long KEPT_FREE_PAGES = 1_024;
  private static final int PAGES_AT_ONCE = 1_024;

  private static final String READ =
      """
      SELECT position, run, checksum FROM runs
      WHERE position >= coalesce((SELECT max(position) FROM runs WHERE position <= ?1), ?1)
        AND position + count > ?1
      ORDER BY position""";

  private final Path folder;
  private final OutboxLimits limits;
  private final InstantSource clock;
  private final FolderLock lock;
  private final Database writing;
  private final ReentrantLock reading = new ReentrantLock();
  private final Database reader;
  private volatile OutboxState state;
  private boolean broken;

  private Outbox(
      Path folder,
      OutboxLimits limits,
      InstantSource clock,
      FolderLock lock,
      Database writing,
      Database reader)
      throws SQLException, OutboxException {
    this.folder = folder;
    this.limits = limits;
    this.clock = clock;
    this.lock = lock;
    this.writing = writing;
    this.reader = reader;
    this.state = OutboxState.load(writing);
    limitPages();
  }

  /**
   * Opens the outbox of a folder; makes the folder and an empty outbox where there is none.
   *
   * @throws OutboxException if another process records from the folder, or the file is damaged or
   *     none of ours; it is left as it is then
   */
  public static Outbox open(Path folder, OutboxLimits limits, InstantSource clock)
      throws OutboxException {
    Path real;
    try {
      real = Files.createDirectories(folder).toRealPath();
    } catch (IOException e) {
      throw new OutboxException(Kind.FAILED, folder + " cannot be made: " + e.getMessage(), e);
    }
    List<AutoCloseable> opened = new ArrayList<>();
    try {
      FolderLock lock = FolderLock.take(real);
      opened.add(lock);
      OutboxFile.make(real);
      Database writing = OutboxFile.open(real);
      opened.add(writing);
      Database reader = OutboxFile.open(real);
      opened.add(reader);
      try {
        Outbox outbox = new Outbox(real, limits, clock, lock, writing, reader);
        opened.clear();
        return outbox;
      } catch (SQLException e) {
        throw writing.failure(e);
      }
    } finally {
      closeAll(opened.reversed());
    }
  }

  private static void closeAll(List<AutoCloseable> opened) throws OutboxException {
    for (AutoCloseable each : opened) {
      try {
        each.close();
      } catch (OutboxException e) {
        throw e;
      } catch (Exception e) {
        throw new OutboxException(Kind.FAILED, "the outbox cannot be closed: " + e, e);
      }
    }
  }

  /** SQLite's own bound: a write beyond it fails as on a full disk. */
  private void limitPages() throws SQLException {
    long pageBytes = writing.number("PRAGMA page_size");
    writing.run("PRAGMA max_page_count = " + limits.maxFileBytes() / pageBytes);
  }

  /** The folder, as a real path. */
  public Path folder() {
    return folder;
  }

  /** How much waits. */
  public OutboxSize size() {
    return state.size();
  }

  /** Where the seals stand. */
  public Chain chain() {
    return state.chain();
  }

  /** The position of the first event without an outcome. */
  public long settled() {
    return state.settled();
  }

  /** The position that the next event will have. */
  public long nextPosition() {
    return state.nextPosition();
  }

  /**
   * Makes a change, in one transaction. When it returns {@link Commit.Done}, what was spooled and
   * buried is on stable storage; what was only settled may be forgotten by a crash, and then waits
   * again.
   *
   * <p>The bound of the limits holds for changes that spool; one that also buries refused events is
   * exempt, since it is what empties the outbox.
   *
   * @throws OutboxException if the disk fails. Nothing of the change may be relied on then, and the
   *     outbox takes no other before it is opened again; only where another process has held the
   *     file for too long, it does.
   * @throws IllegalArgumentException if more is settled than was spooled, or a run has no events
   */
  public Commit commit(Changes changes) throws OutboxException {
    if (broken) {
      throw new OutboxException(Kind.FAILED, folder + " failed before; open the outbox again");
    }
    try {
      if (changes.onlySettles()) {
        settle(changes.settled());
        return new Commit.Done(List.of());
      }
      return transact(changes);
    } catch (RuntimeException | Error e) {
      writing.rollBack();
      throw e;
    } catch (SQLException e) {
      writing.rollBack();
      if (Database.isFull(e)) {
        return new Commit.Full(Commit.Cause.DISK);
      }
      broken = !Database.isBusy(e);
      throw writing.failure(e);
    }
  }

  private Commit transact(Changes changes) throws SQLException {
    Transaction transaction = Transaction.begin(writing, state);
    transaction.settle(changes.settled());
    transaction.bury(changes.refused(), clock.millis());
    transaction.drop(changes.replayed());
    List<StoredRun> stored = transaction.spool(changes.runs(), clock.millis());
    changes.chain().ifPresent(transaction::move);
    boolean isHeld = !changes.runs().isEmpty() && changes.refused().isEmpty();
    if (isHeld && transaction.bytes() > limits.maxBytes()) {
      writing.rollBack();
      return new Commit.Full(Commit.Cause.BOUND);
    }
    state = transaction.commit(); // synced: from here on the runs survive a crash
    return new Commit.Done(stored);
  }

  /** Not synced: the next synced commit covers it, and a crash before only has runs sent again. */
  private void settle(long settled) throws SQLException {
    if (settled <= state.settled()) {
      return;
    }
    writing.run("PRAGMA synchronous = NORMAL");
    boolean done = false;
    try {
      Transaction transaction = Transaction.begin(writing, state);
      transaction.settle(settled);
      state = transaction.commit();
      giveBack();
      done = true;
    } finally {
      if (!done) {
        writing.rollBack();
      }
      writing.run("PRAGMA synchronous = FULL"); // which no open transaction allows
    }
  }

  /** Gives pages back to the file system, some at a time, once most of the file is free. */
  private void giveBack() throws SQLException {
    long free = writing.number("PRAGMA freelist_count");
    if (free > KEPT_FREE_PAGES && free > writing.number("PRAGMA page_count") / 2) {
      writing.run("PRAGMA incremental_vacuum(" + PAGES_AT_ONCE + ")");
    }
  }

  /**
   * Reads runs in order, whole ones, beginning with the one that has a position in it.
   *
   * @param from a position; what is settled is not there any more
   * @param maxEvents the most events, at least 1, unless the first run alone has more
   * @param maxBytes the most bytes of runs, unless the first run alone has more
   * @return the runs; none if there is nothing from there on
   * @throws OutboxException if a run is not what was written, or the disk fails
   */
  public List<StoredRun> read(long from, int maxEvents, long maxBytes) throws OutboxException {
    reading.lock();
    try {
      Batch batch = new Batch(maxEvents, maxBytes);
      return reader.query(READ, this::run, batch::takes, from);
    } catch (SQLException e) {
      throw reader.failure(e);
    } finally {
      reading.unlock();
    }
  }

  /** Counts what is read, up to a bound. */
  private static final class Batch {
    private final int maxEvents;
    private final long maxBytes;
    private long events;
    private long bytes;

    Batch(int maxEvents, long maxBytes) {
      this.maxEvents = maxEvents;
      this.maxBytes = maxBytes;
    }

    boolean takes(StoredRun next) {
      boolean isFirst = events == 0;
      events += next.run().getEventsCount();
      bytes += next.run().getSerializedSize();
      return isFirst || (events <= maxEvents && bytes <= maxBytes);
    }
  }

  private StoredRun run(ResultSet row) throws SQLException, OutboxException {
    long position = row.getLong(1);
    byte[] bytes = row.getBytes(2);
    if (Transaction.checksum(bytes) != row.getLong(3)) {
      throw reader.damaged("the run at position " + position + " has another checksum");
    }
    try {
      return new StoredRun(position, EventRun.parseFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw reader.damaged("the run at position " + position + " is none: " + e.getMessage());
    }
  }

  /** Closes the file and gives up the folder; what waits is there at the next opening. */
  @Override
  public void close() throws OutboxException {
    reading.lock();
    try {
      closeAll(List.of(reader, writing, lock));
    } finally {
      reading.unlock();
    }
  }
}
