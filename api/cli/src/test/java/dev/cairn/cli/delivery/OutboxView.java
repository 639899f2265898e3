package dev.cairn.cli.delivery;

import com.google.protobuf.ByteString;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.event.EventBytes;
import dev.cairn.event.EventRules;
import dev.cairn.recorder.outbox.DeadLetter;
import dev.cairn.recorder.outbox.DeadLetters;
import dev.cairn.recorder.outbox.Outbox;
import dev.cairn.recorder.outbox.OutboxLimits;
import dev.cairn.recorder.outbox.StoredRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What waits in an outbox that nobody uses, and its dead letters.
 *
 * @param waiting names of events without an outcome
 * @param letters names of events that are dead letters
 * @param own how many events of the client's own making wait
 * @param twice names of events that are there twice
 */
record OutboxView(Set<String> waiting, Set<String> letters, int own, List<String> twice) {
  private static final int READ_EVENTS = 4_096;
  private static final long READ_BYTES = 8L << 20;

  /** Reads a copy, so that the next life finds what the last one has left. */
  static OutboxView read(Path folder, Path copy, Fingerprint fingerprint) throws Exception {
    OutboxView view = new OutboxView(new HashSet<>(), new HashSet<>(), 0, new ArrayList<>());
    if (!Files.exists(folder.resolve("outbox.db"))) {
      return view; // the first life was killed before it had one
    }
    Files.createDirectories(copy);
    copy(folder, copy, "outbox.db");
    copy(folder, copy, "outbox.db-wal");
    int own = 0;
    try (Outbox outbox = Outbox.open(copy, OutboxLimits.DEFAULT, InstantSource.system())) {
      long next = outbox.settled();
      while (next < outbox.nextPosition()) {
        for (StoredRun run : outbox.read(next, READ_EVENTS, READ_BYTES)) {
          int skipped = (int) (next - run.position());
          for (ByteString event :
              run.run().getEventsList().subList(skipped, run.run().getEventsCount())) {
            own += view.add(view.waiting, event, fingerprint);
          }
          next = run.end();
        }
      }
      view.addLetters(copy, fingerprint);
    }
    return new OutboxView(view.waiting, view.letters, own, view.twice);
  }

  private static void copy(Path from, Path to, String name) throws IOException {
    Files.deleteIfExists(to.resolve(name));
    if (Files.exists(from.resolve(name))) {
      Files.copy(from.resolve(name), to.resolve(name));
    }
  }

  private void addLetters(Path folder, Fingerprint fingerprint) throws Exception {
    try (DeadLetters found = DeadLetters.open(folder)) {
      List<DeadLetter> page = found.list(0, DeadLetters.MAX_LISTED);
      while (!page.isEmpty()) {
        for (DeadLetter letter : page) {
          if (add(letters, letter.event().toByteString(), fingerprint) != 0) {
            twice.add("a dead letter of the client's own making: " + letter);
          }
        }
        page = found.list(page.getLast().id(), DeadLetters.MAX_LISTED);
      }
    }
  }

  private int add(Set<String> names, ByteString bytes, Fingerprint fingerprint) throws Exception {
    AuditEvent event = EventBytes.parse(bytes);
    if (event.getType().startsWith(EventRules.RESERVED_TYPE_PREFIX)) {
      return 1;
    }
    String name = event.getId() + " " + fingerprint.of(bytes);
    if (!names.add(name)) {
      twice.add(name);
    }
    return 0;
  }
}
