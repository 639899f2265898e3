package dev.cairn.tree.note;

import java.util.Arrays;

/** Signing keys that are the same in every run. */
public final class Keys {
  private Keys() {}

  /** A log's key. */
  public static SigningKey log(String origin) {
    return key(origin, KeyType.ED25519, 1);
  }

  /** A witness's key. */
  public static SigningKey witness(String name) {
    return key(name, KeyType.ED25519_COSIGNATURE, 3);
  }

  /** The key whose seed is one byte, repeated. */
  public static SigningKey key(String name, KeyType type, int seedByte) {
    byte[] seed = new byte[SigningKey.SEED_BYTES];
    Arrays.fill(seed, (byte) seedByte);
    return SigningKey.ofSeed(name, type, seed);
  }
}
