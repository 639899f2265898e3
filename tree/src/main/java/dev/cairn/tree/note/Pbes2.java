package dev.cairn.tree.note;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * Private keys under a passphrase: PBES2 of RFC 8018 with PBKDF2-HMAC-SHA256 and AES-256-CBC, the
 * form that {@code openssl pkcs8 -topk8 -v2 aes-256-cbc} writes. The passphrase counts in UTF-8.
 */
final class Pbes2 {
  /** Iterations of PBKDF2 in what is written: a few tenths of a second per guess. */
  static final int ITERATIONS = 600_000;

  /** The most iterations that a file can make its reader run. */
  static final int MAX_ITERATIONS = 10_000_000;

  private static final int SALT_BYTES = 16;
  private static final int IV_BYTES = 16;
  private static final int KEY_BITS = 256;
  private static final AlgorithmIdentifier HMAC_SHA256 =
      new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE);

  private Pbes2() {}

  /** Encrypts a PKCS #8 private key to the DER of an {@code EncryptedPrivateKeyInfo}. */
  static byte[] encrypt(byte[] pkcs8, char[] passphrase) {
    SecureRandom random = new SecureRandom();
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    byte[] iv = new byte[IV_BYTES];
    random.nextBytes(iv);
    PBES2Parameters parameters =
        new PBES2Parameters(
            new KeyDerivationFunc(
                PKCSObjectIdentifiers.id_PBKDF2, new PBKDF2Params(salt, ITERATIONS, HMAC_SHA256)),
            new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(iv)));
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, passphrase, salt, ITERATIONS, iv).doFinal(pkcs8);
      return new EncryptedPrivateKeyInfo(
              new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, parameters), sealed)
          .getEncoded();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has PBKDF2 and AES", e);
    }
  }

  /**
   * The seed of a key of this type in the DER of an {@code EncryptedPrivateKeyInfo}.
   *
   * @throws MalformedException if it is none, or of another scheme
   * @throws VerificationException if the passphrase does not open it
   */
  static byte[] decrypt(KeyType type, byte[] der, char[] passphrase)
      throws MalformedException, VerificationException {
    Sealed sealed = parse(der);
    try {
      Cipher cipher =
          cipher(Cipher.DECRYPT_MODE, passphrase, sealed.salt, sealed.iterations, sealed.iv);
      return Pkcs8.decode(type, cipher.doFinal(sealed.data));
    } catch (BadPaddingException | IllegalBlockSizeException | MalformedException e) {
      throw new VerificationException("the passphrase does not open it");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has PBKDF2 and AES", e);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // only carries the parts from parse to decrypt
  record Sealed(byte[] salt, int iterations, byte[] iv, byte[] data) {}

  static Sealed parse(byte[] der) throws MalformedException {
    try {
      EncryptedPrivateKeyInfo info = EncryptedPrivateKeyInfo.getInstance(der);
      AlgorithmIdentifier scheme = info.getEncryptionAlgorithm();
      if (!scheme.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
        throw otherScheme();
      }
      PBES2Parameters parameters = PBES2Parameters.getInstance(scheme.getParameters());
      KeyDerivationFunc derivation = parameters.getKeyDerivationFunc();
      EncryptionScheme encryption = parameters.getEncryptionScheme();
      if (!derivation.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)
          || !encryption.getAlgorithm().equals(NISTObjectIdentifiers.id_aes256_CBC)) {
        throw otherScheme();
      }
      PBKDF2Params pbkdf2 = PBKDF2Params.getInstance(derivation.getParameters());
      byte[] iv = ASN1OctetString.getInstance(encryption.getParameters()).getOctets();
      if (!pbkdf2.getPrf().equals(HMAC_SHA256)
          || pbkdf2.getSalt().length == 0
          || iv.length != IV_BYTES) {
        throw otherScheme();
      }
      return new Sealed(pbkdf2.getSalt(), iterations(pbkdf2), iv, info.getEncryptedData());
    } catch (RuntimeException e) { // what the ASN.1 reader throws is not specified
      throw new MalformedException("the encrypted private key is not PKCS #8");
    }
  }

  private static MalformedException otherScheme() {
    return new MalformedException(
        "the private key is not encrypted with PBKDF2-HMAC-SHA256 and AES-256-CBC");
  }

  private static int iterations(PBKDF2Params pbkdf2) throws MalformedException {
    BigInteger count = pbkdf2.getIterationCount();
    if (count.signum() <= 0 || count.compareTo(BigInteger.valueOf(MAX_ITERATIONS)) > 0) {
      throw new MalformedException(
          "the private key is encrypted with more than " + MAX_ITERATIONS + " iterations");
    }
    return count.intValueExact();
  }

  private static Cipher cipher(int mode, char[] passphrase, byte[] salt, int iterations, byte[] iv)
      throws GeneralSecurityException {
    PBEKeySpec spec = new PBEKeySpec(passphrase, salt, iterations, KEY_BITS);
    try {
      byte[] key =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
      Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
      cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
      return cipher;
    } finally {
      spec.clearPassword();
    }
  }
}
