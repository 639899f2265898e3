package dev.cairn.witness.poll;

import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.SignedNote;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.witness.AddCheckpointRequest;
import dev.cairn.witness.WitnessAnswer;
import java.util.Optional;

/** The witness that polled checkpoints are submitted to. Safe for several threads. */
public interface Cosigner {
  /** The largest head of the log that was ever cosigned; {@link TreeHead#EMPTY} if none. */
  TreeHead known(VerifierKey log);

  /** The newest cosigned checkpoint of the log, with the log's signature; empty if none. */
  Optional<SignedNote> cosigned(VerifierKey log);

  /** Decides on a request and cosigns, exactly as if it had been sent to the witness. Blocks. */
  WitnessAnswer add(AddCheckpointRequest request);
}
