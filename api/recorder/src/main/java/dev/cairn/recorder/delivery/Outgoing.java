package dev.cairn.recorder.delivery;

import com.google.protobuf.ByteString;
import dev.cairn.audit.v1.EventRun;
import dev.cairn.audit.v1.Link;
import dev.cairn.audit.v1.LoggedEvent;
import dev.cairn.event.EventBytes;
import dev.cairn.event.seal.KeyEvent;
import dev.cairn.event.seal.ProducedEvent;
import dev.cairn.event.seal.Producing;
import dev.cairn.recorder.outbox.StoredRun;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import java.util.List;
import java.util.Optional;

/**
 * A run to be sent, and what its entries will begin with.
 *
 * @param stored the run
 * @param produced its events in their chain; none if they are not sealed
 * @param namesKey whether it names a key: the log must know that before it is sent what the key has
 *     sealed
 */
public record Outgoing(StoredRun stored, List<ProducedEvent> produced, boolean namesKey) {
  /**
   * Takes a run apart.
   *
   * @throws IllegalStateException if its chain is malformed, which nobody has spooled
   */
  public static Outgoing of(StoredRun stored) {
    if (stored.run().getProducer().isEmpty()) {
      return new Outgoing(stored, List.of(), false);
    }
    try {
      return of(stored, Producing.own(stored.run()));
    } catch (VerificationException e) {
      throw new IllegalStateException("a spooled run is malformed: " + e.getMessage(), e);
    }
  }

  /** A sealed run that was taken apart already. */
  public static Outgoing of(StoredRun stored, List<ProducedEvent> produced) {
    return new Outgoing(stored, List.copyOf(produced), namesKey(stored));
  }

  EventRun run() {
    return stored.run();
  }

  int count() {
    return stored.run().getEventsCount();
  }

  ByteString event(int member) {
    return stored.run().getEvents(member);
  }

  Optional<Link> link(int member) {
    return produced.isEmpty() ? Optional.empty() : Optional.of(produced.get(member).link());
  }

  /** What the log can say of a member as an entry, but for the collector's part. */
  LoggedEvent sent(int member) {
    return produced.isEmpty()
        ? LoggedEvent.newBuilder().setEvent(event(member)).build()
        : produced.get(member).toLogged().build();
  }

  private static boolean namesKey(StoredRun stored) {
    if (stored.run().getEventsCount() != 1) {
      return false;
    }
    try {
      return KeyEvent.isKeyEvent(EventBytes.parse(stored.run().getEvents(0)));
    } catch (MalformedException _) {
      return false;
    }
  }
}
