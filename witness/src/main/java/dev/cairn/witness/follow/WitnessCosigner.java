package dev.cairn.witness.follow;

import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.SignedNote;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.witness.AddCheckpointRequest;
import dev.cairn.witness.OriginHash;
import dev.cairn.witness.Witness;
import dev.cairn.witness.WitnessAnswer;
import dev.cairn.witness.poll.Cosigner;
import java.util.Optional;

/** The witness, as those who poll see it. */
record WitnessCosigner(Witness witness) implements Cosigner {
  @Override
  public TreeHead known(VerifierKey log) {
    return witness.known(log.name());
  }

  @Override
  public Optional<SignedNote> cosigned(VerifierKey log) {
    return witness.cosigned(OriginHash.of(log.name()));
  }

  @Override
  public WitnessAnswer add(AddCheckpointRequest request) {
    return witness.addCheckpoint(request);
  }
}
