package dev.cairn.tree.note;

import dev.cairn.tree.MalformedException;
import java.security.SecureRandom;

/** A private key with its name and type. The secret leaves it only into a {@link KeyFile}. */
public final class SigningKey {
  /** Bytes of a seed, from which the keys of every type are made. */
  public static final int SEED_BYTES = 32;

  private final PrivateHalf privateHalf;
  private final VerifierKey verifierKey;

  private SigningKey(String name, KeyType type, byte[] seed) {
    try {
      type.checkName(name);
    } catch (MalformedException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    this.privateHalf = type.privateHalf(seed);
    try {
      this.verifierKey = VerifierKey.of(name, type, privateHalf.publicKey());
    } catch (MalformedException e) {
      throw new IllegalStateException("a seed gave an invalid public key", e);
    }
  }

  /**
   * Makes a new key from the platform's secure random numbers.
   *
   * @throws IllegalArgumentException if {@link KeyName#check} refuses the name, or it is too long
   *     for the type
   */
  public static SigningKey generate(String name, KeyType type) {
    byte[] seed = new byte[SEED_BYTES];
    new SecureRandom().nextBytes(seed);
    return new SigningKey(name, type, seed);
  }

  /**
   * The key of a known seed (RFC 8032 section 5.1.5, FIPS 204 algorithm 6).
   *
   * @throws IllegalArgumentException if {@link KeyName#check} refuses the name, it is too long for
   *     the type, or the seed is not 32 bytes
   */
  public static SigningKey ofSeed(String name, KeyType type, byte[] seed) {
    if (seed.length != SEED_BYTES) {
      throw new IllegalArgumentException("a seed has 32 bytes, not " + seed.length);
    }
    return new SigningKey(name, type, seed);
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
    return privateHalf.sign(message);
  }

  byte[] seed() {
    return privateHalf.seed();
  }

  /** The public half only. */
  @Override
  public String toString() {
    return "SigningKey[" + verifierKey + "]";
  }
}
