package dev.cairn.tree.note;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;

/**
 * An ML-DSA-44 private key (FIPS 204). Signatures are hedged: two of the same message differ. The
 * platform signs but takes no seeds, so the seed is expanded before.
 */
final class MlDsa44PrivateKey implements PrivateHalf {
  private final byte[] seed;
  private final byte[] publicKey;
  private final PrivateKey key;

  /** The key of a seed of 32 bytes (FIPS 204 algorithm 6). */
  MlDsa44PrivateKey(byte[] seed) {
    this.seed = seed.clone();
    MLDSAPrivateKeyParameters expanded =
        new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, this.seed);
    this.publicKey = expanded.getPublicKey();
    try {
      byte[] der =
          new PrivateKeyInfo(MlDsa44.ID, new DEROctetString(expanded.getEncoded())).getEncoded();
      this.key = MlDsa44.keyFactory().generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this platform does not take ML-DSA-44 keys", e);
    }
  }

  @Override
  public byte[] seed() {
    return seed.clone();
  }

  @Override
  public byte[] publicKey() {
    return publicKey.clone();
  }

  @Override
  public byte[] sign(byte[] message) {
    try {
      Signature signer = MlDsa44.signature();
      signer.initSign(key);
      signer.update(message);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this platform does not sign with ML-DSA-44", e);
    }
  }
}
