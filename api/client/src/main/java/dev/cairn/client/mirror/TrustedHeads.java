package dev.cairn.client.mirror;

import dev.cairn.client.CheckFailedException;
import dev.cairn.client.Trust;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.Checkpoint;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.note.SignedNote;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.tree.policy.CosignatureTimes;
import dev.cairn.tree.policy.Witnessed;
import java.util.List;
import java.util.OptionalLong;

/** Says which checkpoints are to be believed: those of one log, signed and cosigned as asked. */
public final class TrustedHeads {
  private final Trust trust;

  /**
   * @throws IllegalArgumentException if the log is to be trusted on first use
   */
  public TrustedHeads(Trust trust) {
    if (trust instanceof Trust.FirstUse) {
      throw new IllegalArgumentException("a key that nobody has named is not trusted here");
    }
    this.trust = trust;
  }

  /**
   * Opens a checkpoint from outside.
   *
   * @throws CheckFailedException if it is not one that is believed
   */
  public SignedCheckpoint open(byte[] note) throws CheckFailedException {
    try {
      return switch (trust) {
        case Trust.Pinned pinned -> SignedCheckpoint.open(note, pinned.key());
        case Trust.ByPolicy byPolicy -> open(note, byPolicy);
        case Trust.FirstUse _ -> throw new IllegalStateException("refused when this was made");
      };
    } catch (MalformedException | VerificationException e) {
      throw new CheckFailedException("the log's checkpoint is not good: " + e.getMessage(), e);
    }
  }

  private static SignedCheckpoint open(byte[] note, Trust.ByPolicy rule)
      throws MalformedException, VerificationException {
    String origin = Checkpoint.parse(SignedNote.parse(note).text()).origin();
    List<VerifierKey> keys = rule.policy().logKeys(origin);
    VerificationException refused =
        new VerificationException("the policy has no log " + printable(origin));
    for (VerifierKey key : keys) {
      try {
        SignedCheckpoint head = SignedCheckpoint.open(note, key);
        Witnessed _ = rule.policy().check(head, times(rule));
        return head;
      } catch (VerificationException e) {
        refused = e;
      }
    }
    throw refused;
  }

  private static CosignatureTimes times(Trust.ByPolicy rule) {
    return new CosignatureTimes(
        rule.clock().instant().getEpochSecond(),
        rule.allowedSkew().toSeconds(),
        rule.maxAge().isPresent()
            ? OptionalLong.of(rule.maxAge().get().toSeconds())
            : OptionalLong.empty());
  }

  private static String printable(String origin) {
    return origin.length() > 200 ? origin.substring(0, 200) + "..." : origin;
  }
}
