package dev.cairn.witness;

import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.Checkpoint;
import dev.cairn.tree.checkpoint.Cosignature;
import dev.cairn.tree.checkpoint.SubtreeSignature;
import dev.cairn.tree.merkle.ProofVerifier;
import dev.cairn.tree.merkle.Subtree;
import dev.cairn.tree.note.NoteSignature;
import dev.cairn.tree.note.NoteVerifier;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.witness.SubtreeAnswer.Reason;
import dev.cairn.witness.SubtreeAnswer.Refused;
import java.util.List;

/**
 * Signs subtrees of what the witness has cosigned. The cosignature under a checkpoint is all that
 * it needs to know of the past.
 */
final class SubtreeSigner {
  private final List<SigningKey> keys;
  private final NoteVerifier[] own;

  SubtreeSigner(Cosigner cosigner) {
    this.keys = cosigner.subtreeKeys();
    this.own =
        cosigner.verifierKeys().stream().map(Cosignature::verifier).toArray(NoteVerifier[]::new);
  }

  SubtreeAnswer sign(SubtreeRequest request) {
    Checkpoint checkpoint = request.checkpoint();
    List<SigningKey> covering =
        keys.stream().filter(key -> Cosignature.covers(key.verifierKey(), checkpoint)).toList();
    if (covering.isEmpty()) {
      return new SubtreeAnswer.Unsupported();
    }
    if (!Subtree.isValid(request.start(), request.end())
        || request.end() > checkpoint.head().size()) {
      return new Refused(
          Reason.INVALID_SUBTREE,
          "[%d, %d) is no subtree of a tree of size %d"
              .formatted(request.start(), request.end(), checkpoint.head().size()));
    }
    try {
      List<NoteSignature> _ = request.note().verify(own);
    } catch (VerificationException e) {
      return new Refused(Reason.NOT_COSIGNED, "checkpoint is not cosigned here: " + e.getMessage());
    }
    Subtree subtree = new Subtree(request.start(), request.end());
    try {
      ProofVerifier.subtree(subtree, request.hash(), checkpoint.head(), request.proof());
    } catch (VerificationException e) {
      return new Refused(Reason.BAD_PROOF, String.valueOf(e.getMessage()));
    }
    return new SubtreeAnswer.Signed(
        covering.stream()
            .map(key -> SubtreeSignature.sign(key, request.origin(), subtree, request.hash(), 0))
            .toList());
  }
}
