package dev.cairn.witness.poll;

import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.SignedNote;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Two checkpoints of one log that cannot both be true.
 *
 * @param known the head that the witness has cosigned
 * @param knownNote its signed note; empty if it is not kept any more
 * @param shown the checkpoint that does not extend it, under the log's good signature
 * @param proof where the sizes differ, the consistency proof by which {@code shown} extends {@link
 *     #shownBefore}, and so another tree of the known head's size
 * @param shownBefore the head of the known size that the shown tree contains
 */
public record ForkEvidence(
    TreeHead known,
    Optional<SignedNote> knownNote,
    SignedCheckpoint shown,
    List<Hash> proof,
    TreeHead shownBefore) {
  /**
   * @throws IllegalArgumentException if the two heads of the same size are the same
   */
  public ForkEvidence {
    proof = List.copyOf(proof);
    if (known.size() != shownBefore.size() || known.equals(shownBefore)) {
      throw new IllegalArgumentException("the heads at size " + known.size() + " are no fork");
    }
  }

  /** Everything for a person and for a log file, in several lines. */
  @Override
  public String toString() {
    String proofLines = proof.stream().map(Hash::toBase64).collect(Collectors.joining("\n"));
    return "known: size "
        + known.size()
        + " root "
        + known.root().toBase64()
        + "\nshown there: root "
        + shownBefore.root().toBase64()
        + "\nknown note:\n"
        + knownNote.map(SignedNote::toString).orElse("(not kept)\n")
        + "shown note:\n"
        + shown
        + "consistency proof:\n"
        + proofLines;
  }
}
