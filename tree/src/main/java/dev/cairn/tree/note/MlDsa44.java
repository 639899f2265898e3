package dev.cairn.tree.note;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/** ML-DSA-44 (FIPS 204, pure, with the empty context) as the platform offers it. */
final class MlDsa44 {
  static final int PUBLIC_KEY_BYTES = 1_312;
  static final int SIGNATURE_BYTES = 2_420;

  /** The most bytes of UTF-8 that a key's name may have: its length is signed as one byte. */
  static final int MAX_NAME_BYTES = 255;

  /** RFC 9881 section 2: without parameters. */
  static final AlgorithmIdentifier ID = new AlgorithmIdentifier(NISTObjectIdentifiers.id_ml_dsa_44);

  private static final String NAME = "ML-DSA-44";

  private MlDsa44() {}

  static KeyFactory keyFactory() throws GeneralSecurityException {
    return KeyFactory.getInstance(NAME);
  }

  static Signature signature() throws GeneralSecurityException {
    return Signature.getInstance(NAME);
  }
}
