package dev.cairn.recorder.delivery;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.audit.v1.EntryRest;
import dev.cairn.audit.v1.LoggedEvent;
import dev.cairn.client.CheckFailedException;
import dev.cairn.event.LoggedEntry;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.note.VerifierKey;

/**
 * Puts together the entry that an event is said to have become, out of what was sent and what only
 * the collector knows. For one thread.
 */
final class EntryCheck {
  private final CollectorSeals seals;

  /** An entry that has the event in it. */
  record Checked(ByteString entry, boolean isSequenceUsed) {}

  EntryCheck(VerifierKey log) {
    this.seals = new CollectorSeals(log);
  }

  /**
   * The entry, byte for byte.
   *
   * @throws CheckFailedException if it is not of what was sent, or the log's key has not sealed it
   */
  Checked check(Outgoing run, int member, EntryRest rest) throws CheckFailedException {
    return switch (rest.getPartCase()) {
      case COLLECTED ->
          new Checked(ByteString.copyFrom(completed(run.sent(member), rest.getCollected())), true);
      case ENTRY -> earlier(run, member, rest.getEntry());
      case PART_NOT_SET -> throw new CheckFailedException("the log sent no part of an entry");
    };
  }

  private byte[] completed(LoggedEvent sent, ByteString collected) throws CheckFailedException {
    LoggedEvent rest;
    try {
      rest = LoggedEvent.parseFrom(collected);
    } catch (InvalidProtocolBufferException e) {
      throw new CheckFailedException("the rest of an entry cannot be read", e);
    }
    boolean isRest =
        rest.hasCollection()
            && rest.hasCollectorSeal()
            && rest.getEvent().isEmpty()
            && !rest.hasLink()
            && !rest.hasProducerSeal()
            && rest.getUnknownFields().asMap().isEmpty()
            && rest.toByteString().equals(collected);
    if (!isRest) {
      throw new CheckFailedException("the rest of an entry is not a collection with its seal");
    }
    LoggedEvent.Builder entry = sent.toBuilder().setCollection(rest.getCollection());
    seals.check(LoggedEntry.collected(entry.build()), rest.getCollectorSeal());
    return LoggedEntry.collected(entry.setCollectorSeal(rest.getCollectorSeal()).build());
  }

  private Checked earlier(Outgoing run, int member, ByteString bytes) throws CheckFailedException {
    LoggedEntry entry;
    try {
      entry = LoggedEntry.parse(bytes.toByteArray());
    } catch (MalformedException e) {
      throw new CheckFailedException("the earlier entry is malformed: " + e.getMessage(), e);
    }
    if (!entry.form().getEvent().equals(run.event(member))) {
      throw new CheckFailedException("the earlier entry is of another event");
    }
    seals.check(entry.collected(), entry.form().getCollectorSeal());
    boolean isSame = run.produced().isEmpty() || entry.link().equals(run.link(member));
    return new Checked(bytes, isSame);
  }
}
