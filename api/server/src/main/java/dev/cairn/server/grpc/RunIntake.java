package dev.cairn.server.grpc;

import com.google.protobuf.ByteString;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.EventRun;
import dev.cairn.audit.v1.LoggedEvent;
import dev.cairn.event.EventBytes;
import dev.cairn.event.seal.KeyEvent;
import dev.cairn.event.seal.KeyInForce;
import dev.cairn.event.seal.ProducedEvent;
import dev.cairn.event.seal.Producing;
import dev.cairn.event.seal.UnusedSequence;
import dev.cairn.server.collect.Producers;
import dev.cairn.server.intake.EventChecks;
import dev.cairn.server.intake.Intake;
import dev.cairn.server.intake.Refusal;
import dev.cairn.server.intake.RefusedException;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.note.VerifierKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes runs apart, verifies them, and says of each event whether it may be logged. */
final class RunIntake {
  /** An event of a run. */
  sealed interface Taken {
    /** It may be logged; if it names a key, that comes into force by it. */
    record Event(AuditEvent event, LoggedEvent form, Optional<KeyInForce> key) implements Taken {}

    /** It may not. */
    record Refused(Refusal why) implements Taken {}
  }

  private RunIntake() {}

  /**
   * Takes a run.
   *
   * @param run keeps the contract's rules
   * @return its events, in order
   * @throws RefusedException if none of them may be logged: the run's seal does not fit
   */
  static List<Taken> take(EventRun run, Producers producers) {
    if (run.getEventsCount() == 0) {
      throw Intake.invalid("run.events", "has no event");
    }
    return run.getProducer().isEmpty() ? unsealed(run) : sealed(run, producers);
  }

  private static List<Taken> unsealed(EventRun run) {
    if (run.getFirstSequence() != 0
        || !run.getPreviousHash().isEmpty()
        || run.getKeyId() != 0
        || !run.getSignature().isEmpty()) {
      throw Intake.invalid("run.producer", "is missing, where there is a seal");
    }
    List<Taken> taken = new ArrayList<>(run.getEventsCount());
    for (ByteString bytes : run.getEventsList()) {
      taken.add(
          taken(
              bytes, LoggedEvent.newBuilder().setEvent(bytes).build(), EventChecks::checkForeign));
    }
    return taken;
  }

  /**
   * Takes an event that nobody has sealed.
   *
   * @throws RefusedException if it may not be logged
   */
  static Taken.Event unsealed(AuditEvent event) {
    EventChecks.checkForeign("event", event);
    ByteString bytes = event.toByteString();
    try {
      EventBytes.parse(bytes); // as all will who read it
    } catch (MalformedException e) {
      throw Intake.invalid("event", "is none: " + e.getMessage());
    }
    LoggedEvent form = LoggedEvent.newBuilder().setEvent(bytes).build();
    return new Taken.Event(event, form, Optional.empty());
  }

  private static List<Taken> sealed(EventRun run, Producers producers) {
    List<ProducedEvent> events = open(run, producers);
    List<Taken> taken = new ArrayList<>(events.size());
    for (ProducedEvent event : events) {
      taken.add(
          taken(
              event.event(),
              event.toLogged().build(),
              decoded -> checkSealed(decoded, run, event.link().getSequence())));
    }
    return taken;
  }

  private static List<ProducedEvent> open(EventRun run, Producers producers) {
    try {
      return Producing.open(run, key(run, producers));
    } catch (VerificationException e) {
      throw new RefusedException(
          new Refusal.SealInvalid("the seal does not fit: " + e.getMessage()));
    }
  }

  /** The key that must have sealed the run: the registered one, or the one that it registers. */
  private static VerifierKey key(EventRun run, Producers producers) throws VerificationException {
    Optional<VerifierKey> known = producers.keyAt(run.getProducer(), run.getFirstSequence());
    if (known.isPresent()) {
      return known.get();
    }
    if (run.getFirstSequence() != 0 || producers.isKnown(run.getProducer())) {
      throw new RefusedException(new Refusal.ProducerUnknown(run.getProducer()));
    }
    if (!producers.hasRoom()) {
      throw new RefusedException(new Refusal.ProducersFull());
    }
    try {
      AuditEvent first = EventBytes.parse(run.getEvents(0));
      return KeyEvent.parse(first, run.getProducer(), 0).key();
    } catch (MalformedException e) {
      throw new RefusedException(new Refusal.ProducerUnknown(run.getProducer()));
    }
  }

  /** What an event of a producer about itself must be. */
  private static Optional<KeyInForce> checkSealed(AuditEvent event, EventRun run, long sequence) {
    if (!EventChecks.isReserved(event)) {
      return EventChecks.checkForeign(event);
    }
    EventChecks.check(event);
    try {
      if (UnusedSequence.isUnusedSequence(event)) {
        UnusedSequence.parse(event, run.getProducer(), sequence);
        return Optional.empty();
      }
      KeyEvent key = KeyEvent.parse(event, run.getProducer(), sequence);
      if (run.getEventsCount() != 1) {
        throw Intake.invalid("type", "a producer's key is named in a run of its own");
      }
      return Optional.of(KeyInForce.by(key, sequence));
    } catch (MalformedException e) {
      throw Intake.invalid("type", "is reserved: " + e.getMessage());
    } catch (VerificationException e) {
      throw new RefusedException(
          new Refusal.SealInvalid("the seal does not fit: " + e.getMessage()));
    }
  }

  /** Looks at a decoded event; what it throws is why the event is refused. */
  @FunctionalInterface
  private interface Check {
    Optional<KeyInForce> apply(AuditEvent event);
  }

  private static Taken taken(ByteString bytes, LoggedEvent form, Check check) {
    try {
      AuditEvent event = EventBytes.parse(bytes);
      return new Taken.Event(event, form, check.apply(event));
    } catch (MalformedException e) {
      return new Taken.Refused(Intake.invalid("event", "is none: " + e.getMessage()).refusal());
    } catch (RefusedException e) {
      return new Taken.Refused(e.refusal());
    }
  }
}
