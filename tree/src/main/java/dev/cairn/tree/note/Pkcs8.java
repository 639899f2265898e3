package dev.cairn.tree.note;

import dev.cairn.tree.MalformedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;

/** Ed25519 seeds as PKCS #8 {@code PrivateKeyInfo} (RFC 5208, RFC 8410 section 7). */
final class Pkcs8 {
  private static final AlgorithmIdentifier ED25519 =
      new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.3.101.112"));

  private Pkcs8() {}

  /** Version 1, without the public key: OpenSSL 3.0 cannot read version 2. */
  static byte[] encode(byte[] seed) {
    try {
      return new PrivateKeyInfo(ED25519, new DEROctetString(seed)).getEncoded();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The seed of an Ed25519 private key. */
  static byte[] decode(byte[] der) throws MalformedException {
    try {
      if (PrivateKeyFactory.createKey(der) instanceof Ed25519PrivateKeyParameters key) {
        return key.getEncoded();
      }
    } catch (IOException | RuntimeException e) { // what the ASN.1 reader throws is not specified
      throw new MalformedException("the private key is not PKCS #8");
    }
    throw new MalformedException("the private key is not an Ed25519 key");
  }
}
