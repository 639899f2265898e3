package dev.cairn.client;

import com.google.protobuf.ByteString;
import dev.cairn.log.v1.GetCheckpointRequest;
import dev.cairn.log.v1.GetCheckpointResponse;
import dev.cairn.log.v1.GetInclusionProofRequest;
import dev.cairn.log.v1.GetLogRequest;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.LossStatement;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.policy.Witnessed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One log under one key: the ways to ask it, and what is believed of it.
 *
 * @param heads all heads that the log signed and that are of its one history
 * @param standard what a head must carry to be rested on
 * @param believed those that do
 */
record VerifiedLog(
    TrustedLog trusted,
    Calls calls,
    Proofs proofs,
    HeadChain heads,
    Standard standard,
    BelievedHeads believed) {

  static VerifiedLog open(TrustedLog trusted, Calls calls, Trust trust, HeadMemory memory)
      throws LogException {
    Proofs proofs = new Proofs(calls, trusted.origin());
    HeadChain heads = new HeadChain(trusted.key(), memory, proofs);
    Standard standard = Standard.of(trust);
    BelievedHeads believed = new BelievedHeads(heads, standard, memory);
    return new VerifiedLog(trusted, calls, proofs, heads, standard, believed);
  }

  String origin() {
    return trusted.origin();
  }

  /** A signed note of the log; its head is still to be admitted. */
  SignedCheckpoint open(ByteString note) throws CheckFailedException {
    try {
      return LogKeys.open(note, trusted.key());
    } catch (CheckFailedException e) {
      throw switch (trusted.basis()) {
        case PINNED, POLICY -> e;
        case REMEMBERED, FIRST_USE ->
            new CheckFailedException(
                e.getMessage()
                    + "; that key was trusted on first use: another log may be served now",
                e);
      };
    }
  }

  /** Admits a head that covers appended entries, at the level that is claimed for them. */
  void admitCovering(SignedCheckpoint checkpoint, boolean isWitnessed) throws LogException {
    if (isWitnessed) {
      Optional<Witnessed> _ = believed.admit(checkpoint);
    } else {
      heads.admit(checkpoint);
    }
  }

  /** Admits a head that somebody else showed. */
  void admit(Sighting sighting) throws LogException {
    if (!sighting.checkpoint().log().equals(trusted.key())) {
      throw new IllegalArgumentException("the head is not verified with " + trusted.key());
    }
    heads.admit(sighting);
  }

  /** What the server says of the log's witnesses. */
  List<ClaimedWitness> claimedWitnesses() throws LogException {
    GetLogRequest request = GetLogRequest.newBuilder().setLog(origin()).build();
    return calls.unary(stub -> stub.getLog(request)).getWitnessesList().stream()
        .map(ClaimedWitness::of)
        .toList();
  }

  /** The losses that the log has declared, each verified under its key. */
  List<LossStatement> losses() throws LogException {
    GetLogRequest request = GetLogRequest.newBuilder().setLog(origin()).build();
    List<LossStatement> losses = new ArrayList<>();
    for (ByteString note : calls.unary(stub -> stub.getLog(request)).getLossesList()) {
      try {
        losses.add(LossStatement.open(note.toByteArray(), trusted.key()));
      } catch (MalformedException | VerificationException e) {
        throw new CheckFailedException("a loss that the log shows is not its own: " + e, e);
      }
    }
    return losses;
  }

  /** Fetches and admits the newest checkpoint. */
  LogState state() throws LogException {
    Optional<SignedCheckpoint> floor = believed.newest();
    GetCheckpointRequest request =
        GetCheckpointRequest.newBuilder().setLog(origin()).setLevel(standard.level()).build();
    GetCheckpointResponse answer = calls.unary(stub -> stub.getCheckpoint(request));
    SignedCheckpoint checkpoint = open(answer.getCheckpoint());
    Optional<Witnessed> _ = believed.admitNewest(checkpoint, floor);
    return new LogState(checkpoint, answer.getDurableSize(), answer.getIndexedSize());
  }

  /** Fetches and admits the checkpoint of one size. */
  SignedCheckpoint checkpoint(long size) throws LogException {
    GetCheckpointRequest request =
        GetCheckpointRequest.newBuilder()
            .setLog(origin())
            .setTreeSize(size)
            .setLevel(standard.level())
            .build();
    SignedCheckpoint checkpoint =
        open(calls.unary(stub -> stub.getCheckpoint(request)).getCheckpoint());
    if (checkpoint.head().size() != size) {
      throw new CheckFailedException(
          "the log sent a checkpoint of size "
              + checkpoint.head().size()
              + " where "
              + size
              + " was asked for");
    }
    believed.admitPast(checkpoint);
    return checkpoint;
  }

  /**
   * The newest believed checkpoint if it covers that many entries, at least 1, or else the log's
   * newest, which then must.
   */
  SignedCheckpoint covering(long size) throws LogException {
    Optional<SignedCheckpoint> known = believed.covering(size);
    if (known.isPresent()) {
      return known.get();
    }
    SignedCheckpoint newest =
        standard.needsWitnesses() ? witnessedWith(size - 1) : state().checkpoint();
    if (newest.head().size() < size) {
      throw new CheckFailedException(
          "the log speaks of entry "
              + (size - 1)
              + ", which its newest checkpoint, of size "
              + newest.head().size()
              + ", does not cover");
    }
    return newest;
  }

  /** The newest checkpoint at a time when the quorum had cosigned one with that entry. */
  private SignedCheckpoint witnessedWith(long index) throws LogException {
    Optional<SignedCheckpoint> floor = believed.newest();
    GetInclusionProofRequest request = // the one read that waits for the quorum
        GetInclusionProofRequest.newBuilder()
            .setLog(origin())
            .setIndex(index)
            .setLevel(standard.level())
            .build();
    SignedCheckpoint checkpoint =
        open(calls.unary(stub -> stub.getInclusionProof(request)).getCheckpoint());
    Optional<Witnessed> _ = believed.admitNewest(checkpoint, floor);
    return checkpoint;
  }
}
