package dev.cairn.tree.checkpoint;

import dev.cairn.tree.note.NoteSignature;
import dev.cairn.tree.note.VerifierKey;
import java.nio.ByteBuffer;

/**
 * The two parts of a cosignature (C2SP tlog-cosignature, {@code timestamped_signature}).
 *
 * @param unixSeconds negative for a time from 2^63 on, which no verifier accepts
 * @param signature of any length
 */
@SuppressWarnings("ArrayRecordComponent") // only carries the parts from parsing to verifying
record TimedSignature(long unixSeconds, byte[] signature) {
  static NoteSignature of(VerifierKey key, long unixSeconds, byte[] signature) {
    byte[] timed =
        ByteBuffer.allocate(Long.BYTES + signature.length)
            .putLong(unixSeconds)
            .put(signature)
            .array();
    return new NoteSignature(key.name(), key.keyId(), timed);
  }

  /**
   * @param timed at least 8 bytes
   */
  static TimedSignature parse(byte[] timed) {
    ByteBuffer in = ByteBuffer.wrap(timed);
    long unixSeconds = in.getLong();
    byte[] signature = new byte[in.remaining()];
    in.get(signature);
    return new TimedSignature(unixSeconds, signature);
  }
}
