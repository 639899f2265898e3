package dev.cairn.tree.note;

/** A valid public key of one algorithm. Equal by content. */
sealed interface PublicHalf permits Ed25519PublicKey, MlDsa44PublicKey {
  /** The key as its algorithm encodes it. */
  byte[] toBytes();

  /** False for every signature that does not fit, of whatever length; nothing is thrown. */
  boolean verify(byte[] message, byte[] signature);
}
