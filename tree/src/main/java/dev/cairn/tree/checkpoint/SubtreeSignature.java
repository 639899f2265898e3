package dev.cairn.tree.checkpoint;

import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.Subtree;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.NoteSignature;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;

/**
 * ML-DSA-44 signatures of subtrees (C2SP tlog-cosignature, "ML-DSA-44 signed message"): the
 * statement that a subtree is consistent with all that the signer has seen of the log. It travels
 * as a signature line by itself, without a note.
 */
public final class SubtreeSignature {
  private SubtreeSignature() {}

  /**
   * Signs a subtree. The caller has checked that it is consistent with a checkpoint that the same
   * signer cosigned.
   *
   * @param origin the log's origin
   * @param hash the root of the subtree's leaves
   * @param unixSeconds 0, or from 1 to 2^63-1 the time at which this whole tree, which then starts
   *     at 0, was the largest that the signer had seen
   * @throws IllegalArgumentException if the key is not of type {@link
   *     KeyType#ML_DSA_44_COSIGNATURE}, the origin is not one line of at most 255 bytes, or the
   *     time is not allowed for the subtree
   */
  public static NoteSignature sign(
      SigningKey signer, String origin, Subtree subtree, Hash hash, long unixSeconds) {
    VerifierKey key = signer.verifierKey();
    requireType(key);
    byte[] message = new SubtreeMessage(origin, subtree, hash, unixSeconds).toBytes(key.name());
    return TimedSignature.of(key, unixSeconds, signer.sign(message));
  }

  /**
   * Verifies a signature line.
   *
   * @return the time that it states, in seconds since the epoch; 0 if it states none
   * @throws VerificationException if the line is not by this key, is not a signature of this
   *     subtree, or states a time for a subtree that does not start at 0
   * @throws IllegalArgumentException if the key is not of type {@link
   *     KeyType#ML_DSA_44_COSIGNATURE}
   */
  public static long verify(
      NoteSignature line, VerifierKey signer, String origin, Subtree subtree, Hash hash)
      throws VerificationException {
    requireType(signer);
    byte[] timed = line.signature();
    if (!line.claims(signer)) {
      throw new VerificationException("the signature is not by " + signer.name());
    }
    if (timed.length < Long.BYTES || !SubtreeMessage.isOrigin(origin)) {
      throw doesNotVerify(signer);
    }
    TimedSignature parts = TimedSignature.parse(timed);
    if (!SubtreeMessage.isTime(subtree, parts.unixSeconds())) {
      throw new VerificationException(
          "the signature by " + signer.name() + " states a time that its subtree cannot have");
    }
    SubtreeMessage message = new SubtreeMessage(origin, subtree, hash, parts.unixSeconds());
    if (!signer.verify(message.toBytes(signer.name()), parts.signature())) {
      throw doesNotVerify(signer);
    }
    return parts.unixSeconds();
  }

  private static VerificationException doesNotVerify(VerifierKey signer) {
    return new VerificationException(
        "the subtree's signature by " + signer.name() + " does not verify");
  }

  private static void requireType(VerifierKey key) {
    if (key.type() != KeyType.ML_DSA_44_COSIGNATURE) {
      throw new IllegalArgumentException("key " + key.name() + " signs no subtrees");
    }
  }
}
