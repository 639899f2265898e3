package dev.cairn.tree.merkle;

import java.util.ArrayList;
import java.util.List;

/** Damage to one bit. */
final class Flip {
  private Flip() {}

  /** A hash that differs in one bit, 0 to 255. */
  static Hash bit(Hash hash, int bit) {
    byte[] bytes = hash.toBytes();
    bytes[bit / 8] ^= (byte) (1 << bit % 8);
    return Hash.of(bytes);
  }

  /** A proof that differs in one bit of one hash. */
  static List<Hash> bit(List<Hash> proof, int position, int bit) {
    List<Hash> flipped = new ArrayList<>(proof);
    flipped.set(position, bit(proof.get(position), bit));
    return flipped;
  }
}
