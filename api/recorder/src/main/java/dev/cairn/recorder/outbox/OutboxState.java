package dev.cairn.recorder.outbox;

import com.google.protobuf.ByteString;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * What an outbox holds as a whole.
 *
 * @param nextPosition the position of the next event
 * @param settled the position of the first event without an outcome
 * @param bytes bytes of all runs that are kept
 * @param chain where the seals stand
 */
record OutboxState(long nextPosition, long settled, long bytes, Chain chain) {
  /** What the runs add up to. */
  private record Sums(long first, long end, long events, long bytes) {}

  OutboxSize size() {
    return new OutboxSize(nextPosition - settled, bytes);
  }

  /** Reads the state, and compares it with the runs. */
  static OutboxState load(Database database) throws SQLException, OutboxException {
    Sums sums =
        only(
            database,
            """
            SELECT coalesce(min(position), 0), coalesce(max(position + count), 0),
              coalesce(sum(count), 0), coalesce(sum(bytes), 0) FROM runs""",
            row -> new Sums(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)));
    OutboxState state =
        only(
            database,
            "SELECT next_position, settled, producer, vkey, next_sequence, last_hash FROM state",
            row -> new OutboxState(row.getLong(1), row.getLong(2), sums.bytes(), chain(row)));
    boolean fits =
        sums.events() == 0
            ? state.settled == state.nextPosition
            : sums.end() == state.nextPosition
                && sums.events() == sums.end() - sums.first()
                && sums.first() <= state.settled
                && state.settled < state.nextPosition;
    if (!fits) {
      throw database.damaged("its runs are not those that its state speaks of");
    }
    return state;
  }

  private static Chain chain(ResultSet row) throws SQLException, OutboxException {
    return new Chain(
        row.getString(3), row.getString(4), row.getLong(5), ByteString.copyFrom(row.getBytes(6)));
  }

  private static <T> T only(Database database, String sql, Database.Row<T> row)
      throws SQLException, OutboxException {
    try {
      List<T> rows = database.query(sql, row, _ -> true);
      if (rows.size() == 1) {
        return rows.getFirst();
      }
    } catch (IllegalArgumentException e) {
      throw database.damaged("its state is none: " + e.getMessage());
    }
    throw database.damaged("its state is not there");
  }
}
