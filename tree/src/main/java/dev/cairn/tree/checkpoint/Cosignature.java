package dev.cairn.tree.checkpoint;

import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.NoteSignature;
import dev.cairn.tree.note.NoteVerifier;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Cosignatures, version 1 (C2SP tlog-cosignature, "Ed25519 signed message"): the statement that at
 * some time the checkpoint was the largest consistent one the cosigner had seen of its log.
 *
 * <p>The bytes of the note signature are the time in seconds since the epoch, a big-endian number
 * of 8 bytes, and an Ed25519 signature.
 */
public final class Cosignature {
  private Cosignature() {}

  /**
   * Cosigns a checkpoint. The caller has checked that it extends every earlier one of its log that
   * was cosigned, and has stored it durably.
   *
   * @param unixSeconds the time, from 1 to 2^63-1
   * @throws IllegalArgumentException if the time is out of range, or the key is not of type {@link
   *     KeyType#ED25519_COSIGNATURE}
   */
  public static NoteSignature sign(
      SignedCheckpoint checkpoint, SigningKey witness, long unixSeconds) {
    VerifierKey key = witness.verifierKey();
    requireCosigner(key);
    if (unixSeconds <= 0) {
      throw new IllegalArgumentException("a cosignature's time is from 1 to 2^63-1 seconds");
    }
    byte[] text = checkpoint.checkpoint().text().getBytes(StandardCharsets.UTF_8);
    byte[] signature = witness.sign(message(unixSeconds, text));
    byte[] timed =
        ByteBuffer.allocate(Long.BYTES + signature.length)
            .putLong(unixSeconds)
            .put(signature)
            .array();
    return new NoteSignature(key.name(), key.keyId(), timed);
  }

  /**
   * A verifier of one cosigner's signatures over checkpoint texts. It refuses time 0, which makes
   * no statement that a checkpoint could use, and times from 2^63 on.
   *
   * @throws IllegalArgumentException if the key is not of type {@link KeyType#ED25519_COSIGNATURE}
   */
  public static NoteVerifier verifier(VerifierKey witness) {
    requireCosigner(witness);
    return new Verifier(witness);
  }

  /** The time, in seconds since the epoch, that a verified cosignature states. */
  static long time(NoteSignature verified) {
    return ByteBuffer.wrap(verified.signature()).getLong();
  }

  private record Verifier(VerifierKey key) implements NoteVerifier {
    @Override
    public boolean verify(byte[] text, byte[] timed) {
      if (timed.length < Long.BYTES) {
        return false;
      }
      ByteBuffer in = ByteBuffer.wrap(timed);
      long unixSeconds = in.getLong();
      byte[] signature = new byte[in.remaining()];
      in.get(signature);
      return unixSeconds > 0 && key.verify(message(unixSeconds, text), signature);
    }
  }

  private static void requireCosigner(VerifierKey key) {
    if (key.type() != KeyType.ED25519_COSIGNATURE) {
      throw new IllegalArgumentException("key " + key + " makes no cosignatures");
    }
  }

  private static byte[] message(long unixSeconds, byte[] text) {
    byte[] head =
        ("cosignature/v1\ntime " + unixSeconds + "\n").getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(head.length + text.length).put(head).put(text).array();
  }
}
