package dev.cairn.recorder.outbox;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.EventRun;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** One transaction that changes an outbox; until it is committed, nothing has happened. */
final class Transaction {
  private final Database database;
  private long nextPosition;
  private long settled;
  private long bytes;
  private Chain chain;

  private Transaction(Database database, OutboxState before) {
    this.database = database;
    this.nextPosition = before.nextPosition();
    this.settled = before.settled();
    this.bytes = before.bytes();
    this.chain = before.chain();
  }

  static Transaction begin(Database database, OutboxState before) throws SQLException {
    database.update("BEGIN IMMEDIATE");
    return new Transaction(database, before);
  }

  long bytes() {
    return bytes;
  }

  void settle(long end) throws SQLException {
    if (end > nextPosition) {
      throw new IllegalArgumentException(
          "position " + end + " cannot be settled: the next one is " + nextPosition);
    }
    if (end <= settled) {
      return;
    }
    bytes -=
        database.number(
            "SELECT sum(bytes) FROM runs WHERE position < ?1 AND position + count <= ?1", end);
    database.update("DELETE FROM runs WHERE position < ?1 AND position + count <= ?1", end);
    settled = end;
  }

  void bury(List<Refusal> refused, long nowMillis) throws SQLException {
    for (Refusal each : refused) {
      AuditEvent event = event(each);
      Status status = each.status();
      database.update(
          """
          INSERT INTO dead_letters (producer, sequence, source, event_id, type, code, reason,
            message, status, since_ms, event) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
          each.producer(),
          each.sequence().orElse(-1),
          event.getSource(),
          event.getId(),
          event.getType(),
          (long) status.getCode(),
          reason(status),
          status.getMessage(),
          status.toByteArray(),
          nowMillis,
          each.event().toByteArray());
    }
  }

  private static AuditEvent event(Refusal refusal) {
    try {
      return AuditEvent.parseFrom(refusal.event());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("what was refused is no event: " + e.getMessage(), e);
    }
  }

  private static String reason(Status status) {
    for (Any detail : status.getDetailsList()) {
      if (detail.is(ErrorInfo.class)) {
        try {
          return detail.unpack(ErrorInfo.class).getReason();
        } catch (InvalidProtocolBufferException e) {
          return "";
        }
      }
    }
    return "";
  }

  void drop(List<Long> letters) throws SQLException {
    for (long id : letters) {
      database.update("DELETE FROM dead_letters WHERE id = ?", id);
    }
  }

  List<StoredRun> spool(List<EventRun> runs, long nowMillis) throws SQLException {
    List<StoredRun> stored = new ArrayList<>(runs.size());
    for (EventRun run : runs) {
      if (run.getEventsCount() == 0) {
        throw new IllegalArgumentException("a run has at least one event");
      }
      byte[] content = run.toByteArray();
      database.update(
          """
          INSERT INTO runs (position, count, bytes, checksum, spooled_ms, run)
            VALUES (?, ?, ?, ?, ?, ?)""",
          nextPosition,
          (long) run.getEventsCount(),
          (long) content.length,
          checksum(content),
          nowMillis,
          content);
      stored.add(new StoredRun(nextPosition, run));
      nextPosition += run.getEventsCount();
      bytes += content.length;
    }
    return stored;
  }

  static long checksum(byte[] content) {
    CRC32C checksum = new CRC32C();
    checksum.update(content);
    return checksum.getValue();
  }

  void move(Chain next) {
    chain = next;
  }

  OutboxState commit() throws SQLException {
    database.update(
        """
        UPDATE state SET next_position = ?, settled = ?, producer = ?, vkey = ?,
          next_sequence = ?, last_hash = ?""",
        nextPosition,
        settled,
        chain.producer(),
        chain.vkey(),
        chain.nextSequence(),
        chain.lastHash().toByteArray());
    database.update("COMMIT");
    return new OutboxState(nextPosition, settled, bytes, chain);
  }
}
