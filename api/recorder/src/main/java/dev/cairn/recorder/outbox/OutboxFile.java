package dev.cairn.recorder.outbox;

import dev.cairn.recorder.outbox.OutboxException.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.List;

/** The SQLite file of an outbox: its name, its schema, how it is made and opened. */
final class OutboxFile {
  /** "cair" in ASCII. */
  private static final long APPLICATION_ID = 0x63616972;

  private static final long VERSION = 1;
  private static final String NAME = "outbox.db";

  private static final List<String> SCHEMA =
      List.of(
          "PRAGMA auto_vacuum = INCREMENTAL",
          "PRAGMA application_id = " + APPLICATION_ID,
          "PRAGMA user_version = " + VERSION,
          """
          CREATE TABLE runs (
            position INTEGER PRIMARY KEY,
            count INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            checksum INTEGER NOT NULL,
            spooled_ms INTEGER NOT NULL,
            run BLOB NOT NULL
          ) STRICT""",
          """
          CREATE TABLE dead_letters (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            producer TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            source TEXT NOT NULL,
            event_id TEXT NOT NULL,
            type TEXT NOT NULL,
            code INTEGER NOT NULL,
            reason TEXT NOT NULL,
            message TEXT NOT NULL,
            status BLOB NOT NULL,
            since_ms INTEGER NOT NULL,
            event BLOB NOT NULL
          ) STRICT""",
          """
          CREATE TABLE state (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            next_position INTEGER NOT NULL,
            settled INTEGER NOT NULL,
            producer TEXT NOT NULL,
            vkey TEXT NOT NULL,
            next_sequence INTEGER NOT NULL,
            last_hash BLOB NOT NULL
          ) STRICT""",
          "INSERT INTO state VALUES (1, 0, 0, '', '', 0, x'')");

  private OutboxFile() {}

  /** Makes the file if the folder has none. It has its name only once it is whole and durable. */
  static void make(Path folder) throws OutboxException {
    Path file = folder.resolve(NAME);
    if (Files.exists(file)) {
      return;
    }
    requireNoRemains(folder);
    Path unfinished = folder.resolve(NAME + ".new");
    try {
      Files.deleteIfExists(unfinished);
      try (Database database = Database.open(unfinished, "rwc")) {
        for (String statement : SCHEMA) {
          database.run(statement);
        }
      } catch (SQLException e) {
        throw new OutboxException(Kind.FAILED, file + " cannot be made: " + e.getMessage(), e);
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
        directory.force(true);
      }
    } catch (IOException e) {
      throw new OutboxException(Kind.FAILED, file + " cannot be made: " + e.getMessage(), e);
    }
  }

  private static void requireNoRemains(Path folder) throws OutboxException {
    Path writeAhead = folder.resolve(NAME + "-wal");
    if (Files.exists(writeAhead)) {
      throw new OutboxException(
          Kind.DAMAGED,
          writeAhead + " is there without its " + NAME + ": put that back, or take another folder");
    }
  }

  /** A connection to the file that is there, synced at every commit. */
  static Database open(Path folder) throws OutboxException {
    Path file = folder.resolve(NAME);
    if (!Files.isRegularFile(file)) {
      throw new OutboxException(Kind.MISSING, "there is no outbox in " + folder);
    }
    Database database = Database.open(file, "rw");
    boolean opened = false;
    try {
      check(database);
      database.run("PRAGMA journal_mode = WAL");
      database.run("PRAGMA synchronous = FULL");
      database.run("PRAGMA journal_size_limit = " + (64L << 20));
      opened = true;
      return database;
    } catch (SQLException e) {
      throw database.failure(e);
    } finally {
      if (!opened) {
        database.close();
      }
    }
  }

  private static void check(Database database) throws SQLException, OutboxException {
    if (database.number("PRAGMA application_id") != APPLICATION_ID) {
      throw database.damaged("it is no outbox");
    }
    long version = database.number("PRAGMA user_version");
    if (version != VERSION) {
      throw database.damaged(
          "its form is " + version + ", and this program knows " + VERSION + " only");
    }
  }
}
