package dev.cairn.server.index;

import dev.cairn.tree.merkle.Hash;
import java.nio.ByteBuffer;

/**
 * The first 12 bytes of a leaf hash, ordered like the hash. Two entries of one log share them only
 * if somebody searched 2^48 entries for that; only the first of those is found by its hash then.
 *
 * @param high the first 8 bytes
 * @param low the next 4 bytes
 */
record Fingerprint(long high, int low) implements Comparable<Fingerprint> {
  static Fingerprint of(Hash hash) {
    ByteBuffer bytes = ByteBuffer.wrap(hash.toBytes());
    return new Fingerprint(bytes.getLong(0), bytes.getInt(Long.BYTES));
  }

  @Override
  public int compareTo(Fingerprint other) {
    int order = Long.compareUnsigned(high, other.high);
    return order != 0 ? order : Integer.compareUnsigned(low, other.low);
  }
}
