package dev.cairn.cli.demo;

import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.Words;
import dev.cairn.client.Ack;
import dev.cairn.client.ClientConfig;
import dev.cairn.client.Inclusion;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.client.events.EventClient;
import dev.cairn.client.events.EventSearch;
import dev.cairn.client.events.SearchCursor;
import dev.cairn.client.events.VerifiedEvent;
import dev.cairn.event.filter.Filter;
import dev.cairn.event.filter.FilterException;
import dev.cairn.event.sample.SampleEvents;
import dev.cairn.recorder.AuditClient;
import dev.cairn.recorder.AuditClientConfig;
import dev.cairn.recorder.delivery.EventReceipt;
import dev.cairn.recorder.outbox.OutboxException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The demo's steps with audit events. */
final class EventsTour {
  static final int COUNT = 300;
  static final String PRODUCER = "demo-shop";

  private static final int ROWS = 3;
  private static final int SEED = 7;
  private static final int ACTORS = 12;

  private final SigningKey key = SigningKey.generate(PRODUCER, KeyType.ED25519);
  private final EventClient events;
  private final ClientConfig config;
  private final Path outbox;
  private final List<VerifiedEvent> found = new ArrayList<>();
  private String actor = "";
  private long size;

  EventsTour(LogClient client, ClientConfig config, Path outbox) {
    this.events = EventClient.over(client);
    this.config = config;
    this.outbox = outbox;
  }

  /** Records sample events as a service does. */
  void record() throws IOException, InterruptedException {
    SampleEvents samples = new SampleEvents(SEED, Instant.now(), ACTORS);
    Files.createDirectory(outbox);
    AuditClientConfig recording =
        AuditClientConfig.of(config, outbox).withKey(key).withAck(Ack.WITNESSED);
    try (AuditClient audit = AuditClient.open(recording)) {
      List<CompletableFuture<EventReceipt>> receipts = new ArrayList<>();
      for (int i = 0; i < COUNT; i++) {
        AuditEvent event = samples.next();
        actor = i == 0 ? event.getActor().getId() : actor;
        receipts.add(audit.record(event));
      }
      for (CompletableFuture<EventReceipt> receipt : receipts) {
        size = Math.max(size, receipt.get().index() + 1);
      }
    } catch (OutboxException | ExecutionException e) {
      throw CommandException.because(ExitCode.CHECK_FAILED, e);
    }
  }

  /** Searches for all that one actor did, and says what it found. */
  String search() throws LogException {
    Filter filter;
    try {
      filter = Filter.parse("actor.id = \"" + actor + "\"");
    } catch (FilterException e) {
      throw new IllegalStateException(e);
    }
    try (SearchCursor cursor = events.search(EventSearch.of(filter).withMinSize(size))) {
      for (Optional<VerifiedEvent> next = cursor.next(); next.isPresent(); next = cursor.next()) {
        found.add(next.get());
      }
      return "Searched for %s: %s in the log's first %s; the newest, each verified and proved:"
          .formatted(
              filter, Words.count(found.size(), "event"), Words.entries(cursor.searchedSize()));
    }
  }

  /** The newest that were found. */
  List<String> rows() {
    return found.stream().limit(ROWS).map(EventsTour::row).toList();
  }

  private static String row(VerifiedEvent event) {
    String target =
        event.event().getTargetsCount() == 0
            ? ""
            : " "
                + event.event().getTargets(0).getType()
                + ":"
                + event.event().getTargets(0).getId();
    return "%d  %s:%s  %s%s  %s"
        .formatted(
            event.index(),
            event.event().getActor().getType(),
            event.event().getActor().getId(),
            event.event().getAction(),
            target,
            event.event().getSource());
  }

  /** Checks the newest that was found as a stranger would, and says what was checked. */
  String prove() throws LogException {
    if (found.isEmpty()) {
      throw new CommandException(ExitCode.CHECK_FAILED, "no event was found");
    }
    VerifiedEvent event = found.getFirst();
    event.verifyProduced(key.verifierKey());
    Inclusion inclusion = event.inclusion().orElseThrow();
    try {
      var _ = inclusion.toTlogProof().verify(event.leafHash(), events.log().trust().key());
    } catch (VerificationException e) {
      throw CommandException.because(ExitCode.CHECK_FAILED, e);
    }
    return "Event %d is sealed by %s as its event %d, sealed by the log, and proved in the tree of %s."
        .formatted(
            event.index(),
            PRODUCER,
            event.entry().form().getLink().getSequence(),
            Words.entries(inclusion.checkpoint().head().size()));
  }
}
