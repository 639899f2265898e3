package dev.cairn.tree.checkpoint;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.merkle.Subtree;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.NoteSignature;
import dev.cairn.tree.note.NoteVerifier;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Cosignatures of checkpoints (C2SP tlog-cosignature): the statement that at some time the
 * checkpoint was the largest consistent one the cosigner had seen of its log.
 *
 * <p>The bytes of the note signature are the time in seconds since the epoch, a big-endian number
 * of 8 bytes, and an Ed25519 or ML-DSA-44 signature. Ed25519 covers the checkpoint's whole text.
 * ML-DSA-44 covers the cosigner's name, the time, origin and tree head, but no extension lines; so
 * here it is neither made nor believed for a checkpoint that has some.
 */
public final class Cosignature {
  private Cosignature() {}

  /**
   * Cosigns a checkpoint. The caller has checked that it extends every earlier one of its log that
   * was cosigned, and has stored it durably.
   *
   * @param unixSeconds the time, from 1 to 2^63-1
   * @throws IllegalArgumentException if the time is out of range, the key is not a cosigner's, or
   *     {@link #covers} says that it cannot sign this checkpoint
   */
  public static NoteSignature sign(
      SignedCheckpoint checkpoint, SigningKey witness, long unixSeconds) {
    requireCosigner(witness.verifierKey());
    if (unixSeconds <= 0) {
      throw new IllegalArgumentException("a cosignature's time is from 1 to 2^63-1 seconds");
    }
    return sign(checkpoint.checkpoint(), witness, unixSeconds);
  }

  /** Signs for a cosigner or a log, also with time 0. */
  static NoteSignature sign(Checkpoint checkpoint, SigningKey signer, long unixSeconds) {
    VerifierKey key = signer.verifierKey();
    if (!covers(key, checkpoint)) {
      throw new IllegalArgumentException(
          "key "
              + key.identity()
              + " signs no extension lines and no origin of more than 255 bytes");
    }
    byte[] signature = signer.sign(message(key, unixSeconds, checkpoint));
    return TimedSignature.of(key, unixSeconds, signature);
  }

  /**
   * Whether a cosignature by this key can cover the whole of a checkpoint. One by ML-DSA-44 covers
   * no extension lines and no origin of more than 255 bytes.
   *
   * @throws IllegalArgumentException if the key is not a cosigner's
   */
  public static boolean covers(VerifierKey witness, Checkpoint checkpoint) {
    return switch (witness.type()) {
      case ED25519 -> throw noCosigner(witness);
      case ED25519_COSIGNATURE -> true;
      case ML_DSA_44_COSIGNATURE ->
          checkpoint.extensions().isEmpty() && SubtreeMessage.isOrigin(checkpoint.origin());
    };
  }

  /**
   * A verifier of one cosigner's signatures over checkpoint texts. It refuses time 0, which makes
   * no statement that a checkpoint could use, and times from 2^63 on.
   *
   * @throws IllegalArgumentException if the key is not a cosigner's
   */
  public static NoteVerifier verifier(VerifierKey witness) {
    requireCosigner(witness);
    return new Verifier(witness, 1);
  }

  /**
   * A verifier of a log's own signatures of a cosigner's type. A log need not say when its tree was
   * the largest, so with ML-DSA-44, where time 0 says just that, 0 is good too.
   */
  static NoteVerifier logVerifier(VerifierKey log) {
    return switch (log.type()) {
      case ED25519 -> log.verifier();
      case ED25519_COSIGNATURE -> new Verifier(log, 1);
      case ML_DSA_44_COSIGNATURE -> new Verifier(log, 0);
    };
  }

  /** The time, in seconds since the epoch, that a verified cosignature states. */
  static long time(NoteSignature verified) {
    return ByteBuffer.wrap(verified.signature()).getLong();
  }

  /**
   * @param earliest the least time to accept, in seconds
   */
  private record Verifier(VerifierKey key, long earliest) implements NoteVerifier {
    @Override
    public boolean verify(byte[] text, byte[] timed) {
      if (timed.length < Long.BYTES) {
        return false;
      }
      TimedSignature parts = TimedSignature.parse(timed);
      return parts.unixSeconds() >= earliest && fits(text, parts);
    }

    private boolean fits(byte[] text, TimedSignature parts) {
      return switch (key.type()) {
        case ED25519 -> false;
        case ED25519_COSIGNATURE ->
            key.verify(textMessage(parts.unixSeconds(), text), parts.signature());
        case ML_DSA_44_COSIGNATURE -> {
          try {
            Checkpoint checkpoint = Checkpoint.parse(new String(text, StandardCharsets.UTF_8));
            yield covers(key, checkpoint)
                && key.verify(message(key, parts.unixSeconds(), checkpoint), parts.signature());
          } catch (MalformedException e) {
            yield false;
          }
        }
      };
    }
  }

  private static void requireCosigner(VerifierKey key) {
    switch (key.type()) {
      case ED25519 -> throw noCosigner(key);
      case ED25519_COSIGNATURE, ML_DSA_44_COSIGNATURE -> {}
    }
  }

  private static IllegalArgumentException noCosigner(VerifierKey key) {
    return new IllegalArgumentException("key " + key.identity() + " makes no cosignatures");
  }

  private static byte[] message(VerifierKey key, long unixSeconds, Checkpoint checkpoint) {
    return switch (key.type()) {
      case ED25519 -> throw noCosigner(key);
      case ED25519_COSIGNATURE ->
          textMessage(unixSeconds, checkpoint.text().getBytes(StandardCharsets.UTF_8));
      case ML_DSA_44_COSIGNATURE -> {
        TreeHead head = checkpoint.head();
        Subtree whole = new Subtree(0, head.size());
        yield new SubtreeMessage(checkpoint.origin(), whole, head.root(), unixSeconds)
            .toBytes(key.name());
      }
    };
  }

  private static byte[] textMessage(long unixSeconds, byte[] text) {
    byte[] head =
        ("cosignature/v1\ntime " + unixSeconds + "\n").getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(head.length + text.length).put(head).put(text).array();
  }
}
