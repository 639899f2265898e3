package dev.cairn.witness;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.ProofVerifier;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.NoteSignature;
import dev.cairn.tree.note.SignedNote;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.witness.Decision.Conflict;
import dev.cairn.witness.Decision.Cosign;
import dev.cairn.witness.Decision.Reason;
import dev.cairn.witness.Decision.Refused;
import java.util.List;

/**
 * The rule by which one log's checkpoints are cosigned (C2SP tlog-witness, add-checkpoint).
 *
 * @param log the key trusted for the log, whose name is the log's origin
 */
public record WitnessRule(VerifierKey log) {

  /**
   * Decides on a request. Nothing is changed: see {@link Cosign} for what the caller has to do, and
   * in which order.
   *
   * @param known the largest head of the log that the witness has cosigned; {@link TreeHead#EMPTY}
   *     if none
   */
  public Decision decide(TreeHead known, AddCheckpointRequest request) {
    if (!request.origin().equals(log.name())) {
      return new Refused(Reason.UNKNOWN_ORIGIN, "log " + request.origin() + " is not known");
    }
    // The one check out of the specification's order: a tree head cannot hold such a claim, and no
    // signature makes it true.
    if (request.claimsOtherEmptyTree()) {
      return new Refused(
          Reason.EMPTY_TREE_WITH_OTHER_ROOT, "size 0 has another root than SHA-256(\"\")");
    }
    List<NoteSignature> byLog =
        request.note().signatures().stream().filter(line -> line.claims(log)).distinct().toList();
    if (byLog.isEmpty()) {
      return new Refused(Reason.NOT_SIGNED_BY_LOG, "checkpoint has no signature by " + log);
    }
    try {
      // Only the log's own lines go further: what others wrote there is not verified.
      SignedNote note = new SignedNote(request.note().text(), byLog);
      return decide(known, request, SignedCheckpoint.open(note.toBytes(), log));
    } catch (VerificationException e) {
      return new Refused(Reason.NOT_SIGNED_BY_LOG, String.valueOf(e.getMessage()));
    } catch (MalformedException e) {
      throw new IllegalStateException("a request holds a malformed checkpoint", e);
    }
  }

  private static Decision decide(
      TreeHead known, AddCheckpointRequest request, SignedCheckpoint checkpoint) {
    TreeHead next = checkpoint.head();
    // Policy, not specification: a cosignature would vouch for lines that no witness understands.
    // Sunlight's witness answers 400 too.
    if (!checkpoint.checkpoint().extensions().isEmpty()) {
      return new Refused(Reason.EXTENSION_LINES, "checkpoint has extension lines");
    }
    if (request.oldSize() > next.size()) {
      return new Refused(
          Reason.OLD_SIZE_TOO_LARGE,
          "old size " + request.oldSize() + " is larger than the checkpoint's " + next.size());
    }
    if (request.oldSize() != known.size()) {
      return new Conflict(known.size());
    }
    try {
      ProofVerifier.consistency(known, next, request.proof());
      return new Cosign(checkpoint);
    } catch (VerificationException e) {
      boolean fork = known.size() == next.size() && !known.equals(next);
      return new Refused(fork ? Reason.FORK : Reason.BAD_PROOF, String.valueOf(e.getMessage()));
    }
  }
}
