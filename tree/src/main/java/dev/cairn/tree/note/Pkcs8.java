package dev.cairn.tree.note;

import dev.cairn.tree.MalformedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.jspecify.annotations.Nullable;

/**
 * Seeds as PKCS #8 {@code PrivateKeyInfo} (RFC 5208): of Ed25519 by RFC 8410 section 7, of
 * ML-DSA-44 by RFC 9881 section 6 in the form that has the seed alone.
 */
final class Pkcs8 {
  private static final AlgorithmIdentifier ED25519 =
      new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.3.101.112"));

  private Pkcs8() {}

  /** Version 1, without the public key: OpenSSL 3.0 cannot read version 2. */
  static byte[] encode(KeyType type, byte[] seed) {
    return switch (type) {
      case ED25519, ED25519_COSIGNATURE -> encode(ED25519, new DEROctetString(seed));
      case ML_DSA_44_COSIGNATURE ->
          encode(MlDsa44.ID, new DERTaggedObject(false, 0, new DEROctetString(seed)));
    };
  }

  private static byte[] encode(AlgorithmIdentifier algorithm, ASN1Encodable secret) {
    try {
      return new PrivateKeyInfo(algorithm, secret).getEncoded();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The seed of a private key of this type. ML-DSA-44 keys may also have the expanded key beside
   * the seed, as OpenSSL writes them; it is not used.
   */
  static byte[] decode(KeyType type, byte[] der) throws MalformedException {
    AsymmetricKeyParameter key;
    try {
      key = PrivateKeyFactory.createKey(der);
    } catch (IOException | RuntimeException e) { // what the ASN.1 reader throws is not specified
      throw new MalformedException("the private key is not PKCS #8");
    }
    return switch (type) {
      case ED25519, ED25519_COSIGNATURE -> {
        if (key instanceof Ed25519PrivateKeyParameters ed25519) {
          yield ed25519.getEncoded();
        }
        throw new MalformedException("the private key is not an Ed25519 key");
      }
      case ML_DSA_44_COSIGNATURE -> {
        byte @Nullable [] seed =
            key instanceof MLDSAPrivateKeyParameters mlDsa ? seed(mlDsa) : null;
        if (seed == null) {
          throw new MalformedException("the private key is not an ML-DSA-44 key with its seed");
        }
        yield seed;
      }
    };
  }

  private static byte @Nullable [] seed(MLDSAPrivateKeyParameters key) {
    return key.getParameters().equals(MLDSAParameters.ml_dsa_44) ? key.getSeed() : null;
  }
}
