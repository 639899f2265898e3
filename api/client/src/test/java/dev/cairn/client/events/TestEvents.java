package dev.cairn.client.events;

import com.google.protobuf.Timestamp;
import dev.cairn.audit.v1.Actor;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.Collection;
import dev.cairn.audit.v1.LoggedEvent;
import dev.cairn.audit.v1.Outcome;
import dev.cairn.audit.v1.OutcomeStatus;
import dev.cairn.audit.v1.Stage;
import dev.cairn.client.TestLog;
import dev.cairn.event.filter.Filter;
import dev.cairn.event.filter.FilterException;
import dev.cairn.event.seal.Collecting;
import dev.cairn.event.seal.ProducedEvent;
import dev.cairn.tree.note.SigningKey;
import java.time.Instant;
import java.util.List;

/** Events, and logs with events. */
final class TestEvents {
  /** When the event {@code "0"} occurred; each of the next ones a second later. */
  static final Instant START = Instant.ofEpochSecond(1_700_000_000);

  private static final Collection COLLECTION =
      Collection.newBuilder()
          .setReceiveTime(Timestamp.newBuilder().setSeconds(START.getEpochSecond() + 9))
          .setSubmitter("127.0.0.1")
          .build();

  private TestEvents() {}

  /** An event by alice if its number is even, by bob if not. */
  static AuditEvent event(int number) {
    return AuditEvent.newBuilder()
        .setId("" + number)
        .setSource("/orders")
        .setType("com.example.order.deleted")
        .setOccurredTime(Timestamp.newBuilder().setSeconds(START.getEpochSecond() + number))
        .setActor(Actor.newBuilder().setType("user").setId(number % 2 == 0 ? "alice" : "bob"))
        .setAction("delete")
        .setOutcome(
            Outcome.newBuilder()
                .setStage(Stage.STAGE_COMPLETION)
                .setStatus(OutcomeStatus.OUTCOME_STATUS_SUCCESS))
        .build();
  }

  /** The entry of an event that nobody sealed, collected by a log. */
  static byte[] entry(SigningKey log, AuditEvent event) {
    return Collecting.seal(log, List.of(unsealed(event))).getFirst();
  }

  /** The entries of events in one run of the collector. */
  static List<byte[]> entries(SigningKey log, int from, int until) {
    return Collecting.seal(
        log,
        java.util.stream.IntStream.range(from, until)
            .mapToObj(number -> unsealed(event(number)))
            .toList());
  }

  /** The entry of an event that its producer sealed. */
  static byte[] entry(SigningKey log, ProducedEvent event) {
    return Collecting.seal(log, List.of(event.toLogged().setCollection(COLLECTION).build()))
        .getFirst();
  }

  private static LoggedEvent unsealed(AuditEvent event) {
    return LoggedEvent.newBuilder()
        .setEvent(event.toByteString())
        .setCollection(COLLECTION)
        .build();
  }

  /** A log: the events 0 to 7 at the indexes 1 to 8, and a plain entry before and after them. */
  static TestLog start() {
    TestLog log = TestLog.start("a plain entry");
    log.publish(entries(log.signer(), 0, 8));
    log.publish("another plain entry");
    return log;
  }

  static Filter filter(String text) {
    try {
      return Filter.parse(text);
    } catch (FilterException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
