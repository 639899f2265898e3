package dev.cairn.event.seal;

import com.google.protobuf.ByteString;
import dev.cairn.audit.v1.EventRun;
import dev.cairn.audit.v1.Link;
import dev.cairn.audit.v1.LoggedEvent;
import dev.cairn.audit.v1.RunSeal;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes and reads the runs of a producer. */
public final class Producing {
  private Producing() {}

  /**
   * Chains and seals events.
   *
   * @param key the producer's; its name is the producer's
   * @param previous the hash of the event before the first; empty exactly for sequence 0
   * @param events serialized events, 1 to {@value Seals#MAX_RUN}
   * @throws IllegalArgumentException if that is not so
   */
  public static EventRun seal(
      SigningKey key, long firstSequence, Optional<Hash> previous, List<ByteString> events) {
    return sealed(key, firstSequence, previous, events).run();
  }

  /** A run, and its events in their chain. */
  public record Sealed(EventRun run, List<ProducedEvent> events) {
    /** Keeps a copy of the list. */
    public Sealed {
      events = List.copyOf(events);
    }
  }

  /** As {@link #seal}, for who also needs what {@link #own} gives. */
  public static Sealed sealed(
      SigningKey key, long firstSequence, Optional<Hash> previous, List<ByteString> events) {
    String producer = key.verifierKey().name();
    List<Member> members = chain(producer, firstSequence, previous, events);
    RunTree tree = tree(members);
    EventRun run =
        EventRun.newBuilder()
            .setProducer(producer)
            .setFirstSequence(firstSequence)
            .setPreviousHash(bytes(previous))
            .addAllEvents(events)
            .setKeyId(key.verifierKey().keyId())
            .setSignature(Seals.PRODUCED.sign(key, firstSequence, tree))
            .build();
    return new Sealed(run, produced(members, tree, run));
  }

  /**
   * Verifies a run and takes it apart.
   *
   * @param key the producer's key
   * @throws VerificationException if the run is not sealed by this key, or its chain is malformed
   */
  public static List<ProducedEvent> open(EventRun run, VerifierKey key)
      throws VerificationException {
    List<Member> members = members(run);
    if (!run.getProducer().equals(key.name())) {
      throw new VerificationException("the key is not one of producer " + run.getProducer());
    }
    RunTree tree = tree(members);
    Seals.PRODUCED.verify(key, run.getFirstSequence(), tree, run.getKeyId(), run.getSignature());
    return produced(members, tree, run);
  }

  /**
   * Takes a run apart that the caller has sealed.
   *
   * @throws VerificationException if its chain is malformed; the signature is not looked at
   */
  public static List<ProducedEvent> own(EventRun run) throws VerificationException {
    List<Member> members = members(run);
    return produced(members, tree(members), run);
  }

  private static List<ProducedEvent> produced(List<Member> members, RunTree tree, EventRun run) {
    List<RunSeal> seals = Seals.shares(tree, run.getKeyId(), run.getSignature());
    List<ProducedEvent> events = new ArrayList<>(members.size());
    for (int i = 0; i < members.size(); i++) {
      Member member = members.get(i);
      events.add(new ProducedEvent(member.event, member.link, seals.get(i), member.hash));
    }
    return events;
  }

  /**
   * The hash of a run's last event, which the next run begins with.
   *
   * @throws VerificationException if the chain is malformed; the signature is not looked at
   */
  public static Hash lastHash(EventRun run) throws VerificationException {
    return members(run).getLast().hash;
  }

  /** An event with its link, as it is sealed. */
  private record Member(ByteString event, Link link, Hash hash) {}

  private static List<Member> members(EventRun run) throws VerificationException {
    int previous = run.getPreviousHash().size();
    if (previous != (run.getFirstSequence() == 0 ? 0 : Hash.BYTES)) {
      throw new VerificationException(
          "previous_hash has " + previous + " bytes at sequence " + run.getFirstSequence());
    }
    if (run.getFirstSequence() < 0
        || run.getFirstSequence() > Long.MAX_VALUE - Seals.MAX_RUN
        || run.getEventsCount() < 1
        || run.getEventsCount() > Seals.MAX_RUN) {
      throw new VerificationException("the run has no events, too many, or no such sequence");
    }
    Optional<Hash> before =
        previous == 0
            ? Optional.empty()
            : Optional.of(Hash.of(run.getPreviousHash().toByteArray()));
    return chain(run.getProducer(), run.getFirstSequence(), before, run.getEventsList());
  }

  private static List<Member> chain(
      String producer, long firstSequence, Optional<Hash> previous, List<ByteString> events) {
    if (firstSequence < 0 || previous.isEmpty() != (firstSequence == 0)) {
      throw new IllegalArgumentException("sequence " + firstSequence + " and its previous hash");
    }
    TreeHasher hasher = new TreeHasher();
    List<Member> members = new ArrayList<>(events.size());
    ByteString before = bytes(previous);
    for (ByteString event : events) {
      Link link =
          Link.newBuilder()
              .setProducer(producer)
              .setSequence(firstSequence + members.size())
              .setPreviousHash(before)
              .build();
      byte[] form = LoggedEvent.newBuilder().setEvent(event).setLink(link).build().toByteArray();
      Hash hash = hasher.leaf(form);
      members.add(new Member(event, link, hash));
      before = bytes(Optional.of(hash));
    }
    return members;
  }

  private static RunTree tree(List<Member> members) {
    return RunTree.ofLeaves(members.stream().map(Member::hash).toList());
  }

  private static ByteString bytes(Optional<Hash> hash) {
    return hash.map(h -> ByteString.copyFrom(h.toBytes())).orElse(ByteString.EMPTY);
  }
}
