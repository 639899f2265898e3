package dev.cairn.recorder.outbox;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.Status;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.recorder.outbox.OutboxException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The dead letters of a folder. They may be read and dropped while another process records from it.
 * Safe for several threads.
 *
 * <p>To replay one from another process, record its event anew and then drop it, in this order: the
 * event keeps its source and ID, so that it is logged once whatever happens between the two.
 */
public final class DeadLetters implements AutoCloseable {
  /** The most letters that are listed at once. */
  public static final int MAX_LISTED = 1_000;

  private static final String SELECT =
      "SELECT id, producer, sequence, event, status, reason, since_ms FROM dead_letters ";

  private final Database database;
  private final ReentrantLock lock = new ReentrantLock();

  private DeadLetters(Database database) {
    this.database = database;
  }

  /**
   * Opens the dead letters of a folder.
   *
   * @throws OutboxException if there is no outbox in it, or it is damaged
   */
  public static DeadLetters open(Path folder) throws OutboxException {
    try {
      return new DeadLetters(OutboxFile.open(folder.toRealPath()));
    } catch (IOException e) {
      throw new OutboxException(Kind.MISSING, "there is no folder " + folder, e);
    }
  }

  /** Something to do with the file. */
  private interface Action<T> {
    T run() throws SQLException, OutboxException;
  }

  private <T> T locked(Action<T> action) throws OutboxException {
    lock.lock();
    try {
      return action.run();
    } catch (SQLException e) {
      throw database.failure(e);
    } finally {
      lock.unlock();
    }
  }

  /** How many there are. */
  public long count() throws OutboxException {
    return locked(() -> database.number("SELECT count(*) FROM dead_letters"));
  }

  /**
   * Letters in the order of their IDs.
   *
   * @param after only those with a higher ID; 0: from the first on
   * @param max the most to return, 1 to {@value #MAX_LISTED}
   */
  public List<DeadLetter> list(long after, int max) throws OutboxException {
    if (max < 1 || max > MAX_LISTED) {
      throw new IllegalArgumentException(max + " is not 1 to " + MAX_LISTED);
    }
    return locked(
        () ->
            database.query(
                SELECT + "WHERE id > ? ORDER BY id LIMIT ?",
                this::letter,
                _ -> true,
                after,
                (long) max));
  }

  /** The letter of an ID, if there is one. */
  public Optional<DeadLetter> find(long id) throws OutboxException {
    return locked(
        () ->
            database.query(SELECT + "WHERE id = ?", this::letter, _ -> true, id).stream()
                .findFirst());
  }

  /**
   * Drops a letter, durably.
   *
   * @return whether there was one of that ID
   */
  public boolean drop(long id) throws OutboxException {
    return locked(() -> database.update("DELETE FROM dead_letters WHERE id = ?", id) == 1);
  }

  private DeadLetter letter(ResultSet row) throws SQLException, OutboxException {
    long id = row.getLong(1);
    long sequence = row.getLong(3);
    try {
      return new DeadLetter(
          id,
          row.getString(2),
          sequence < 0 ? OptionalLong.empty() : OptionalLong.of(sequence),
          AuditEvent.parseFrom(row.getBytes(4)),
          Status.parseFrom(row.getBytes(5)),
          row.getString(6),
          Instant.ofEpochMilli(row.getLong(7)));
    } catch (InvalidProtocolBufferException e) {
      throw database.damaged("dead letter " + id + " cannot be read: " + e.getMessage());
    }
  }

  @Override
  public void close() throws OutboxException {
    lock.lock();
    try {
      database.close();
    } finally {
      lock.unlock();
    }
  }
}
