package dev.cairn.tree.note;

/** A private key of one algorithm, made from its seed. */
sealed interface PrivateHalf permits Ed25519PrivateKey, MlDsa44PrivateKey {
  /** The seed, which is all of the secret. */
  byte[] seed();

  /** The public key as its algorithm encodes it. */
  byte[] publicKey();

  /** A signature of exactly these bytes. */
  byte[] sign(byte[] message);
}
