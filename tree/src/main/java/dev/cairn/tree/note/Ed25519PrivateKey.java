package dev.cairn.tree.note;

import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** An Ed25519 private key (RFC 8032 section 5.1.5). Signatures are deterministic. */
final class Ed25519PrivateKey implements PrivateHalf {
  private final byte[] seed;
  private final byte[] publicKey;

  /** The key of a seed of 32 bytes. */
  Ed25519PrivateKey(byte[] seed) {
    this.seed = seed.clone();
    this.publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(this.seed, 0, publicKey, 0);
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
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(seed, 0, publicKey, 0, message, 0, message.length, signature, 0);
    return signature;
  }
}
