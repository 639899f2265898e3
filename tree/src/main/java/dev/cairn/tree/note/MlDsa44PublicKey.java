package dev.cairn.tree.note;

import dev.cairn.tree.MalformedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.jspecify.annotations.Nullable;

/** An ML-DSA-44 public key (FIPS 204). Every string of the right length is one. */
final class MlDsa44PublicKey implements PublicHalf {
  private final byte[] encoded;
  private final PublicKey key;

  private MlDsa44PublicKey(byte[] encoded, PublicKey key) {
    this.encoded = encoded;
    this.key = key;
  }

  static MlDsa44PublicKey parse(byte[] bytes) throws MalformedException {
    if (bytes.length != MlDsa44.PUBLIC_KEY_BYTES) {
      throw new MalformedException("ML-DSA-44 public key is not 1312 bytes");
    }
    byte[] encoded = bytes.clone();
    try {
      byte[] der = new SubjectPublicKeyInfo(MlDsa44.ID, encoded).getEncoded();
      PublicKey key = MlDsa44.keyFactory().generatePublic(new X509EncodedKeySpec(der));
      return new MlDsa44PublicKey(encoded, key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this platform does not take ML-DSA-44 keys", e);
    }
  }

  @Override
  public byte[] toBytes() {
    return encoded.clone();
  }

  @Override
  public boolean verify(byte[] message, byte[] signature) {
    if (signature.length != MlDsa44.SIGNATURE_BYTES) {
      return false;
    }
    try {
      Signature verifier = MlDsa44.signature();
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (SignatureException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this platform does not verify ML-DSA-44", e);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MlDsa44PublicKey that && Arrays.equals(encoded, that.encoded);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded);
  }
}
