package dev.cairn.client;

import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.checkpoint.TlogProof;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.tree.policy.Witnessed;
import java.util.List;

/** Checks proofs offline against a policy, as C2SP tlog-proof says. */
public final class ProofCheck {
  private ProofCheck() {}

  /**
   * Checks that an entry is in a log of the policy, in a tree that the policy's quorum has
   * cosigned; with a greatest age, not longer ago than that.
   *
   * @param leaf the leaf hash of the entry, computed from the entry itself
   * @return the checkpoint, and which witnesses have cosigned it when
   * @throws CheckFailedException if any of that is not so
   */
  public static Witnessed check(TlogProof proof, Hash leaf, Trust.ByPolicy policy)
      throws CheckFailedException {
    SignedCheckpoint checkpoint = signed(proof, leaf, policy);
    return Standard.of(policy)
        .check(checkpoint)
        .orElseThrow(() -> new IllegalStateException("a policy says who cosigned"));
  }

  private static SignedCheckpoint signed(TlogProof proof, Hash leaf, Trust.ByPolicy policy)
      throws CheckFailedException {
    String text = proof.note().text();
    String origin = text.substring(0, text.indexOf('\n'));
    List<VerifierKey> keys = policy.policy().logKeys(origin);
    VerificationException failure =
        new VerificationException("the policy does not name the log " + origin);
    for (VerifierKey key : keys) {
      try {
        return proof.verify(leaf, key);
      } catch (VerificationException e) {
        failure = e;
      }
    }
    throw new CheckFailedException(String.valueOf(failure.getMessage()), failure);
  }
}
