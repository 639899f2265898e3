package dev.cairn.recorder.delivery;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.cairn.audit.v1.EntryRest;
import dev.cairn.audit.v1.LoggedEvent;
import dev.cairn.audit.v1.RunSeal;
import dev.cairn.client.CheckFailedException;
import dev.cairn.event.LoggedEntry;
import dev.cairn.event.seal.CollectorSeals;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.note.VerifierKey;

/**
 * Puts together the entry that an event is said to have become, out of what was sent and what only
 * the collector knows. For one thread.
 */
final class EntryCheck {
  private final CollectorSeals seals;
  private final TreeHasher hasher = new TreeHasher();

  /** An entry that has the event in it, and its leaf hash. */
  record Checked(ByteString entry, Hash leaf, boolean isSequenceUsed) {}

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
      case COLLECTED -> checked(completed(run.sent(member), rest.getCollected()), true);
      case ENTRY -> earlier(run, member, rest.getEntry());
      case PART_NOT_SET -> throw new CheckFailedException("the log sent no part of an entry");
    };
  }

  private Checked checked(byte[] entry, boolean isSequenceUsed) {
    // Nobody else has the array, and it stays as it is.
    return new Checked(UnsafeByteOperations.unsafeWrap(entry), hasher.leaf(entry), isSequenceUsed);
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
    byte[] member =
        LoggedEntry.collected(sent.toBuilder().setCollection(rest.getCollection()).build());
    verify(member, rest.getCollectorSeal());
    return LoggedEntry.sealed(member, rest.getCollectorSeal());
  }

  private Checked earlier(Outgoing run, int member, ByteString bytes) throws CheckFailedException {
    byte[] whole = bytes.toByteArray();
    LoggedEntry entry;
    try {
      entry = LoggedEntry.parse(whole);
    } catch (MalformedException e) {
      throw new CheckFailedException("the earlier entry is malformed: " + e.getMessage(), e);
    }
    if (!entry.form().getEvent().equals(run.event(member))) {
      throw new CheckFailedException("the earlier entry is of another event");
    }
    verify(entry.collected(), entry.form().getCollectorSeal());
    boolean isSame = run.produced().isEmpty() || entry.link().equals(run.link(member));
    if (isSame && !run.produced().isEmpty()) {
      requireSameSeal(entry, run.produced().get(member).seal());
    }
    return checked(whole, isSame);
  }

  private static void requireSameSeal(LoggedEntry entry, RunSeal sent) throws CheckFailedException {
    ByteString logged = entry.form().getProducerSeal().toByteString();
    if (!logged.equals(sent.toByteString())) {
      throw new CheckFailedException("the earlier entry has not the seal that the producer sent");
    }
  }

  private void verify(byte[] member, RunSeal seal) throws CheckFailedException {
    try {
      seals.verify(member, seal);
    } catch (VerificationException e) {
      throw new CheckFailedException("the collector's seal is not good: " + e.getMessage(), e);
    }
  }
}
