package dev.cairn.bench.events;

import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.Collection;
import dev.cairn.audit.v1.LoggedEvent;
import dev.cairn.bench.figures.Progress;
import dev.cairn.event.sample.SampleEvents;
import dev.cairn.event.seal.Collecting;
import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.TreeGrowth;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A log of events that is not running. */
final class EventLog {
  static final int ACTORS = 10_000;
  static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private static final int RUN = 32;
  private static final int COMMIT = 320 * RUN;
  private static final long SEED = 1;

  private EventLog() {}

  /** The events that such a log has, from the first on. */
  static SampleEvents events() {
    return new SampleEvents(SEED, BEGIN, ACTORS);
  }

  /** Makes the log. */
  static void make(Path data, long count) throws DataFolderException {
    SigningKey key = SigningKey.generate("bench.example/audit", KeyType.ED25519);
    DataFolder.create(data, key, new char[0]);
    SampleEvents events = events();
    TreeGrowth growth = new TreeGrowth();
    try (DataFolder folder = DataFolder.open(data);
        LogStore store = folder.openStore();
        Progress progress = Progress.of("search", count)) {
      while (growth.head().size() < count) {
        int next = (int) Math.min(COMMIT, count - growth.head().size());
        store.commit(growth.next(entries(key, events, next)));
        progress.step("logging", next);
      }
    }
  }

  private static List<byte[]> entries(SigningKey key, SampleEvents events, int count) {
    List<byte[]> entries = new ArrayList<>(count);
    while (entries.size() < count) {
      List<LoggedEvent> run = new ArrayList<>(RUN);
      for (int i = entries.size(); i < Math.min(count, entries.size() + RUN); i++) {
        run.add(collected(events.next()));
      }
      entries.addAll(Collecting.seal(key, run));
    }
    return entries;
  }

  private static LoggedEvent collected(AuditEvent event) {
    return LoggedEvent.newBuilder()
        .setEvent(event.toByteString())
        .setCollection(
            Collection.newBuilder()
                .setReceiveTime(event.getOccurredTime())
                .setSubmitter("10.0.0.7"))
        .build();
  }
}
