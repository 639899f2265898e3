package dev.cairn.recorder;

import com.google.protobuf.ByteString;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.EventRun;
import dev.cairn.event.seal.KeyEvent;
import dev.cairn.event.seal.ProducedEvent;
import dev.cairn.event.seal.Producing;
import dev.cairn.event.seal.UnusedSequence;
import dev.cairn.recorder.delivery.EventReceipt;
import dev.cairn.recorder.outbox.Chain;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.note.SigningKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The runs of one commit, chained and sealed on top of what is spooled. For one thread. */
final class Draft {
  /** The most events of a run. */
  static final int MAX_RUN = 32;

  private static final int MAX_RUN_BYTES = 512 << 10;

  private final Instant now;
  private Optional<SigningKey> key;
  private Chain chain;
  private final List<EventRun> runs = new ArrayList<>();
  private final List<List<ProducedEvent>> produced = new ArrayList<>();
  private final List<Offer> offers = new ArrayList<>();
  private final List<Offer> open = new ArrayList<>();
  private int openBytes;

  Draft(Chain chain, Optional<SigningKey> key, Instant now) {
    this.chain = chain;
    this.key = key;
    this.now = now;
  }

  /** Adds an event. */
  void add(Offer offer) {
    if (open.size() == MAX_RUN || (!open.isEmpty() && openBytes + offer.bytes() > MAX_RUN_BYTES)) {
      seal();
    }
    if (chain.producer().isEmpty() && key.isPresent()) {
      register(key.get());
    }
    open.add(offer);
    openBytes += offer.bytes();
  }

  private void register(SigningKey first) {
    chain =
        new Chain(first.verifierKey().name(), first.verifierKey().toString(), 0, ByteString.EMPTY);
    open.add(Offer.own(KeyEvent.of(first, 0, now).toByteString()));
    seal();
  }

  /** Adds the event that names another key, and seals all later ones with that. */
  void rotate(SigningKey next, CompletableFuture<EventReceipt> receipt) {
    seal();
    if (chain.producer().isEmpty() && key.isPresent()) {
      register(key.get());
    }
    open.add(Offer.own(KeyEvent.of(next, chain.nextSequence(), now).toByteString(), receipt));
    seal();
    key = Optional.of(next);
    chain =
        new Chain(
            chain.producer(),
            next.verifierKey().toString(),
            chain.nextSequence(),
            chain.lastHash());
  }

  /** Adds the event that explains why a sequence will not come, if events are sealed. */
  void explain(long sequence, String reason) {
    if (key.isPresent() && !chain.producer().isEmpty()) {
      if (open.size() == MAX_RUN) {
        seal();
      }
      long at = chain.nextSequence() + open.size();
      AuditEvent event = new UnusedSequence(sequence, reason).toEvent(chain.producer(), at, now);
      add(Offer.own(event.toByteString()));
    }
  }

  /** Seals what was added since the last run. */
  void seal() {
    if (open.isEmpty()) {
      return;
    }
    List<ByteString> events = open.stream().map(Offer::event).toList();
    if (key.isPresent()) {
      Producing.Sealed sealed =
          Producing.sealed(key.get(), chain.nextSequence(), lastHash(), events);
      List<ProducedEvent> members = sealed.events();
      runs.add(sealed.run());
      produced.add(members);
      chain =
          new Chain(
              chain.producer(),
              chain.vkey(),
              chain.nextSequence() + members.size(),
              ByteString.copyFrom(members.getLast().hash().toBytes()));
    } else {
      runs.add(EventRun.newBuilder().addAllEvents(events).build());
      produced.add(List.of());
    }
    offers.addAll(open);
    open.clear();
    openBytes = 0;
  }

  private Optional<Hash> lastHash() {
    return chain.nextSequence() == 0
        ? Optional.empty()
        : Optional.of(Hash.of(chain.lastHash().toByteArray()));
  }

  List<EventRun> runs() {
    return runs;
  }

  /** The events of each run in their chain; none where they are not sealed. */
  List<List<ProducedEvent>> produced() {
    return produced;
  }

  /** What the events came as, in the order of their positions. */
  List<Offer> offers() {
    return offers;
  }

  Chain chain() {
    return chain;
  }

  Optional<SigningKey> key() {
    return key;
  }
}
