package dev.cairn.tree.note;

import dev.cairn.tree.MalformedException;
import java.security.SecureRandom;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** A private key with its name and type. The secret leaves it only into a {@link KeyFile}. */
public final class SigningKey {
  /** Bytes of an Ed25519 seed, the private key of RFC 8032 section 5.1.5. */
  public static final int SEED_BYTES = Ed25519.SECRET_KEY_SIZE;

  private final byte[] seed;
  private final VerifierKey verifierKey;
  private final byte[] publicKey;

  private SigningKey(String name, KeyType type, byte[] seed) {
    KeyName.require(name);
    this.seed = seed;
    this.publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    try {
      this.verifierKey = VerifierKey.of(name, type, publicKey);
    } catch (MalformedException e) {
      throw new IllegalStateException("a seed gave an invalid public key", e);
    }
  }

  /**
   * Makes a new key from the platform's secure random numbers.
   *
   * @throws IllegalArgumentException if {@link KeyName#check} refuses the name
   */
  public static SigningKey generate(String name, KeyType type) {
    byte[] seed = new byte[SEED_BYTES];
    Ed25519.generatePrivateKey(new SecureRandom(), seed);
    return new SigningKey(name, type, seed);
  }

  /**
   * The key of a known seed.
   *
   * @throws IllegalArgumentException if {@link KeyName#check} refuses the name, or the seed is not
   *     32 bytes
   */
  public static SigningKey ofSeed(String name, KeyType type, byte[] seed) {
    if (seed.length != SEED_BYTES) {
      throw new IllegalArgumentException("an Ed25519 seed has 32 bytes, not " + seed.length);
    }
    return new SigningKey(name, type, seed.clone());
  }

  /** The public half, under the same name and type. */
  public VerifierKey verifierKey() {
    return verifierKey;
  }

  /**
   * Signs exactly these bytes: the counterpart of {@link VerifierKey#verify}. Whoever calls it
   * answers for what the bytes say under the key's type.
   */
  public byte[] sign(byte[] message) {
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(seed, 0, publicKey, 0, message, 0, message.length, signature, 0);
    return signature;
  }

  byte[] seed() {
    return seed.clone();
  }

  /** The public half only. */
  @Override
  public String toString() {
    return "SigningKey[" + verifierKey + "]";
  }
}
