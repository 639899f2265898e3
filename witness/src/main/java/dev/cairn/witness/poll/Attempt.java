package dev.cairn.witness.poll;

import dev.cairn.http.fetch.FetchException;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.ProofVerifier;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.NoteSignature;
import dev.cairn.tree.note.SignedNote;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.witness.AddCheckpointRequest;
import dev.cairn.witness.WitnessAnswer;
import dev.cairn.witness.source.LogSource;
import dev.cairn.witness.source.Visit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Attempts one log.
 *
 * @param timeout how long the visit to the source may take
 */
record Attempt(VerifierKey log, LogSource source, Cosigner cosigner, Duration timeout) {
  /** How often others may move the known head while one attempt is under way. */
  private static final int MAX_CONFLICTS = 4;

  PollOutcome run() {
    try (Visit visit = source.visit(timeout)) {
      return submit(visit, open(visit.checkpoint()));
    } catch (FetchException e) {
      return new PollOutcome.Failed(String.valueOf(e.getMessage()));
    } catch (MalformedException | VerificationException e) {
      return new PollOutcome.Failed("checkpoint is refused: " + e.getMessage());
    }
  }

  /** Only with the log's own signatures: others are not verified, and take room in a request. */
  private SignedCheckpoint open(byte[] bytes) throws MalformedException, VerificationException {
    SignedNote note = SignedNote.parse(bytes);
    List<NoteSignature> byLog =
        note.signatures().stream().filter(line -> line.claims(log)).distinct().toList();
    if (byLog.isEmpty()) {
      throw new VerificationException("it has no signature by " + log);
    }
    return SignedCheckpoint.open(new SignedNote(note.text(), byLog).toBytes(), log);
  }

  private PollOutcome submit(Visit visit, SignedCheckpoint next) throws FetchException {
    long size = next.head().size();
    for (int conflicts = 0; conflicts < MAX_CONFLICTS; conflicts++) {
      TreeHead known = cosigner.known(log);
      if (size < known.size()) {
        return new PollOutcome.Behind(size, known.size());
      }
      List<Hash> proof = proof(visit, known.size(), size);
      if (proof.size() > AddCheckpointRequest.MAX_HASHES) {
        return new PollOutcome.Failed("the proof has more than 63 hashes");
      }
      AddCheckpointRequest request = request(known.size(), proof, next);
      switch (cosigner.add(request)) {
        case WitnessAnswer.Cosigned _ -> {
          return new PollOutcome.Cosigned(next.head());
        }
        case WitnessAnswer.Refused refused -> {
          return refused(visit, known, next, proof, refused);
        }
        case WitnessAnswer.Stopped stopped -> {
          return new PollOutcome.Failed(stopped.message());
        }
        case WitnessAnswer.Conflict _ -> {
          // Somebody has sent a newer checkpoint meanwhile: go again from there.
        }
      }
    }
    return new PollOutcome.Failed("the known head moves faster than it can be followed");
  }

  private static List<Hash> proof(Visit visit, long oldSize, long size) throws FetchException {
    return oldSize == 0 || oldSize == size ? List.of() : visit.consistency(oldSize, size);
  }

  private static AddCheckpointRequest request(long oldSize, List<Hash> proof, SignedCheckpoint next)
      throws FetchException {
    try {
      return new AddCheckpointRequest(oldSize, proof, next);
    } catch (IllegalArgumentException e) {
      throw new FetchException("checkpoint cannot be submitted: " + e.getMessage());
    }
  }

  private PollOutcome refused(
      Visit visit,
      TreeHead known,
      SignedCheckpoint next,
      List<Hash> proof,
      WitnessAnswer.Refused refused) {
    PollOutcome failed = new PollOutcome.Failed(refused.reason() + ": " + refused.message());
    return switch (refused.reason()) {
      case FORK -> fork(known, next, List.of(), next.head());
      case BAD_PROOF ->
          shownAt(visit, known.size(), next, proof)
              .filter(shown -> !shown.equals(known))
              .map(shown -> fork(known, next, proof, shown))
              .orElse(failed);
      case UNKNOWN_ORIGIN,
          EMPTY_TREE_WITH_OTHER_ROOT,
          NOT_SIGNED_BY_LOG,
          EXTENSION_LINES,
          OLD_SIZE_TOO_LARGE ->
          failed;
    };
  }

  private PollOutcome fork(
      TreeHead known, SignedCheckpoint next, List<Hash> proof, TreeHead shown) {
    return new PollOutcome.Forked(
        new ForkEvidence(known, cosigner.cosigned(log), next, proof, shown));
  }

  /**
   * The head of the known size that the new checkpoint's tree contains for certain: a wrong tile is
   * a failure of the source, a proof to another old head is one of the log. Empty if the source
   * does not lead to such a head.
   */
  private static Optional<TreeHead> shownAt(
      Visit visit, long knownSize, SignedCheckpoint next, List<Hash> proof) {
    try {
      Optional<TreeHead> shown = visit.head(knownSize, next.head().size());
      if (shown.isPresent()) {
        ProofVerifier.consistency(shown.get(), next.head(), proof);
      }
      return shown;
    } catch (FetchException | VerificationException e) {
      return Optional.empty();
    }
  }
}
