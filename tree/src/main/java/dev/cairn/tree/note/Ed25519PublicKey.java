package dev.cairn.tree.note;

import dev.cairn.tree.MalformedException;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/** An Ed25519 public key (RFC 8032) whose point is known to have the full prime order. */
final class Ed25519PublicKey implements PublicHalf {
  private final byte[] encoded;
  private final Ed25519.PublicPoint point;

  private Ed25519PublicKey(byte[] encoded, Ed25519.PublicPoint point) {
    this.encoded = encoded;
    this.point = point;
  }

  /**
   * Refuses another length, non-canonical encodings, points off the curve, and points with a
   * low-order part: under such a key one signature can fit many texts.
   */
  static Ed25519PublicKey parse(byte[] bytes) throws MalformedException {
    if (bytes.length != Ed25519.PUBLIC_KEY_SIZE) {
      throw new MalformedException("Ed25519 public key is not 32 bytes");
    }
    byte[] encoded = bytes.clone();
    Ed25519.PublicPoint point = Ed25519.validatePublicKeyFullExport(encoded, 0);
    if (point == null) {
      throw new MalformedException("Ed25519 public key is not a point of the prime-order group");
    }
    return new Ed25519PublicKey(encoded, point);
  }

  @Override
  public byte[] toBytes() {
    return encoded.clone();
  }

  /**
   * False for a wrong length, a point not in canonical form, and S not below the group order. The
   * equation is the one with the cofactor (RFC 8032 section 5.1.7): the key's owner, and nobody
   * else, can make signatures that verify here and not where it is left out.
   */
  @Override
  public boolean verify(byte[] message, byte[] signature) {
    return signature.length == Ed25519.SIGNATURE_SIZE
        && Ed25519.verify(signature, 0, point, message, 0, message.length);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Ed25519PublicKey that && Arrays.equals(encoded, that.encoded);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded);
  }
}
