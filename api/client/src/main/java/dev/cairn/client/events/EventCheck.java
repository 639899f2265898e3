package dev.cairn.client.events;

import dev.cairn.audit.v1.FoundEvent;
import dev.cairn.client.CheckFailedException;
import dev.cairn.client.Inclusion;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.client.RefusedException;
import dev.cairn.event.LoggedEntry;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.merkle.TreeHasher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Verifies what the server calls events of the log. For one thread. */
final class EventCheck {
  private final LogClient log;
  private final CollectorSeals seals;
  private final TreeHasher hasher = new TreeHasher();

  EventCheck(LogClient log) throws LogException {
    this.log = log;
    this.seals = new CollectorSeals(log.trust().key());
  }

  /** Decodes entries, and verifies that the log's key has sealed them. */
  List<VerifiedEvent> open(List<FoundEvent> claimed) throws CheckFailedException {
    List<VerifiedEvent> events = new ArrayList<>(claimed.size());
    for (FoundEvent found : claimed) {
      events.add(open(found));
    }
    return events;
  }

  VerifiedEvent open(FoundEvent claimed) throws CheckFailedException {
    long index = claimed.getIndex();
    if (index < 0 || index == Long.MAX_VALUE) {
      throw new CheckFailedException("the log sent an event at the index " + index);
    }
    byte[] bytes = claimed.getEntry().toByteArray();
    LoggedEntry entry;
    try {
      entry = LoggedEntry.parse(bytes);
    } catch (MalformedException e) {
      throw new CheckFailedException(
          "the log sent entry " + index + " as an event: " + e.getMessage(), e);
    }
    seals.check(entry);
    return new VerifiedEvent(index, entry, hasher.leaf(bytes), Optional.empty());
  }

  /** Has the log prove, in its newest checkpoint, that events are at their indexes. */
  List<VerifiedEvent> prove(List<VerifiedEvent> events) throws LogException {
    List<VerifiedEvent> proved = new ArrayList<>(events.size());
    for (int from = 0; from < events.size(); from += LogClient.MAX_BATCH_PROOFS) {
      int to = Math.min(events.size(), from + LogClient.MAX_BATCH_PROOFS);
      proveBatch(events.subList(from, to), proved);
    }
    return proved;
  }

  private void proveBatch(List<VerifiedEvent> events, List<VerifiedEvent> proved)
      throws LogException {
    List<Inclusion> inclusions = inclusions(events.stream().map(VerifiedEvent::index).toList());
    for (int i = 0; i < events.size(); i++) {
      VerifiedEvent event = events.get(i);
      Inclusion inclusion = inclusions.get(i);
      if (!inclusion.leafHash().equals(event.leafHash())) {
        throw new CheckFailedException(
            "the entry that the log sent for index " + event.index() + " is not the one there");
      }
      proved.add(
          new VerifiedEvent(
              event.index(), event.entry(), event.leafHash(), Optional.of(inclusion)));
    }
  }

  /** A log that says that there is no such index has shown what it does not have. */
  private List<Inclusion> inclusions(List<Long> indexes) throws LogException {
    try {
      return log.inclusions(indexes);
    } catch (RefusedException e) {
      throw switch (e.code()) {
        case OUT_OF_RANGE, NOT_FOUND, INVALID_ARGUMENT, FAILED_PRECONDITION ->
            new CheckFailedException("the log does not prove what it sent: " + e.getMessage(), e);
        case OK,
            CANCELLED,
            UNKNOWN,
            DEADLINE_EXCEEDED,
            ALREADY_EXISTS,
            PERMISSION_DENIED,
            RESOURCE_EXHAUSTED,
            ABORTED,
            UNIMPLEMENTED,
            INTERNAL,
            UNAVAILABLE,
            DATA_LOSS,
            UNAUTHENTICATED ->
            e;
      };
    }
  }
}
