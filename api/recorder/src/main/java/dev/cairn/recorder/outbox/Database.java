package dev.cairn.recorder.outbox;

import dev.cairn.recorder.outbox.OutboxException.Kind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Predicate;
import org.sqlite.JDBC;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** One connection to an SQLite file. For one thread at a time. */
final class Database implements AutoCloseable {
  private static final int PRIMARY_CODE = 0xff;
  private static final int BUSY_MILLIS = 10_000;

  /** Makes a value of a row. */
  interface Row<T> {
    T read(ResultSet row) throws SQLException, OutboxException;
  }

  private final Path file;
  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  private Database(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  /**
   * @param mode {@code rw} for a file that is there, {@code rwc} to make it
   */
  static Database open(Path file, String mode) throws OutboxException {
    String url = JDBC.PREFIX + file.toUri().toASCIIString() + "?mode=" + mode;
    try {
      Database database = new Database(file, JDBC.createConnection(url, new Properties()));
      database.run("PRAGMA busy_timeout = " + BUSY_MILLIS);
      return database;
    } catch (SQLException e) {
      throw failure(file, e);
    }
  }

  /** Runs a statement to its end, and leaves what it returns. */
  void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql); // unlike execute, not only up to the first row
    }
  }

  /** Changes rows; returns how many. The values are longs, strings and byte arrays. */
  int update(String sql, Object... values) throws SQLException {
    return bound(sql, values).executeUpdate();
  }

  /** The rows of a query, up to the first that is not wanted. */
  <T> List<T> query(String sql, Row<T> row, Predicate<T> wanted, Object... values)
      throws SQLException, OutboxException {
    List<T> read = new ArrayList<>();
    try (ResultSet rows = bound(sql, values).executeQuery()) {
      while (rows.next()) {
        T next = row.read(rows);
        if (!wanted.test(next)) {
          break;
        }
        read.add(next);
      }
    }
    return read;
  }

  /** The number that a query returns; 0 for none. */
  long number(String sql, Object... values) throws SQLException {
    try (ResultSet rows = bound(sql, values).executeQuery()) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  private PreparedStatement bound(String sql, Object... values) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    for (int i = 0; i < values.length; i++) {
      switch (values[i]) {
        case Long number -> statement.setLong(i + 1, number);
        case byte[] bytes -> statement.setBytes(i + 1, bytes);
        default -> statement.setString(i + 1, values[i].toString());
      }
    }
    return statement;
  }

  /** Undoes the transaction that a failure has left open; SQLite has undone some by itself. */
  void rollBack() {
    statements.values().forEach(Database::discard); // a failure leaves some of no use
    statements.clear();
    try {
      run("ROLLBACK");
    } catch (SQLException _) {
      // There is none: the next transaction will say so if that is not the reason.
    }
  }

  private static void discard(PreparedStatement statement) {
    try {
      statement.close();
    } catch (SQLException _) {
      // It is not used again.
    }
  }

  /** Whether a failure only says that there is no room. */
  static boolean isFull(SQLException failure) {
    return code(failure) == SQLiteErrorCode.SQLITE_FULL.code;
  }

  /** Whether a failure only says that somebody else was writing for too long. */
  static boolean isBusy(SQLException failure) {
    return code(failure) == SQLiteErrorCode.SQLITE_BUSY.code;
  }

  private static int code(SQLException failure) {
    return failure instanceof SQLiteException known
        ? known.getResultCode().code & PRIMARY_CODE
        : SQLiteErrorCode.SQLITE_ERROR.code;
  }

  OutboxException failure(SQLException cause) {
    return failure(file, cause);
  }

  private static OutboxException failure(Path file, SQLException cause) {
    int code = code(cause);
    if (code == SQLiteErrorCode.SQLITE_CORRUPT.code || code == SQLiteErrorCode.SQLITE_NOTADB.code) {
      return damaged(file, String.valueOf(cause.getMessage()), cause);
    }
    return new OutboxException(
        isBusy(cause) ? Kind.BUSY : Kind.FAILED, file + " failed: " + cause.getMessage(), cause);
  }

  OutboxException damaged(String what) {
    return damaged(file, what, new SQLException(what));
  }

  private static OutboxException damaged(Path file, String what, SQLException cause) {
    return new OutboxException(
        Kind.DAMAGED,
        file
            + " is damaged: "
            + what
            + "; nothing was changed: keep a copy of its folder, save what can be read of it with"
            + " sqlite3, and only then start with an empty folder and a new producer",
        cause);
  }

  @Override
  public void close() throws OutboxException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failure(e);
    }
  }
}
