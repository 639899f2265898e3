package dev.cairn.bench.append;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.Checkpoint;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.note.SignedNote;
import dev.cairn.tree.policy.CosignatureTimes;
import dev.cairn.tree.policy.WitnessPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/** What a witnessed checkpoint covers. */
@FunctionalInterface
interface WitnessedHead {
  /** How far clocks on one machine may differ, and how long a look at them may take. */
  Duration SKEW = Duration.ofMinutes(1);

  /**
   * The number of entries that a checkpoint covers.
   *
   * @throws MalformedException if it is no checkpoint
   * @throws VerificationException if it is not witnessed
   */
  long size(byte[] note) throws MalformedException, VerificationException;

  /** Verifies the signatures of the log and of a quorum. */
  static WitnessedHead verified(WitnessPolicy policy) {
    return note -> {
      SignedCheckpoint signed = SignedCheckpoint.open(note, policy.logs().getFirst().key());
      CosignatureTimes now =
          new CosignatureTimes(
              Instant.now().getEpochSecond(), SKEW.toSeconds(), OptionalLong.empty());
      return policy.check(signed, now).checkpoint().head().size();
    };
  }

  /** Believes it: who witnesses a running log is not known here. */
  static WitnessedHead believed() {
    return note -> Checkpoint.parse(SignedNote.parse(note).text()).head().size();
  }
}
