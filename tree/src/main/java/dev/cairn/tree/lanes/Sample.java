package dev.cairn.tree.lanes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Random leaves and nodes on which hashers are compared. */
final class Sample {
  static final int PAIRS = 128;
  static final int ENTRIES = 32;

  private static final int USUAL_LENGTH = 200;
  private static final int MIXED_LENGTHS = 600;
  private static final int HEIGHT = 8;

  private final byte[] children;
  private final List<byte[]> entries;
  private final List<byte[]> mixed;
  private final byte[] out = new byte[Math.max(PAIRS, ENTRIES) * BatchHasher.BYTES];

  Sample(SplittableRandom random) {
    children = new byte[2 * PAIRS * BatchHasher.BYTES];
    random.nextBytes(children);
    entries = new ArrayList<>();
    mixed = new ArrayList<>();
    for (int i = 0; i < ENTRIES; i++) {
      entries.add(bytes(random, USUAL_LENGTH));
      mixed.add(bytes(random, random.nextInt(MIXED_LENGTHS)));
    }
  }

  private static byte[] bytes(SplittableRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Hashes {@link #PAIRS} nodes. */
  void nodes(BatchHasher hasher) {
    hasher.nodes(children, 0, PAIRS, out, 0);
  }

  /** Hashes {@link #ENTRIES} entries of one usual length. */
  void leaves(BatchHasher hasher) {
    hasher.leaves(entries, out, 0);
  }

  /** Whether two hashers give the same results, also for leaves of many lengths. */
  boolean agree(BatchHasher one, BatchHasher other) {
    return Arrays.equals(all(one), all(other));
  }

  private byte[] all(BatchHasher hasher) {
    int hash = BatchHasher.BYTES;
    byte[] all = new byte[(PAIRS + 2 * ENTRIES + 1) * hash];
    hasher.nodes(children, 0, PAIRS, all, 0);
    hasher.leaves(entries, all, PAIRS * hash);
    hasher.leaves(mixed, all, (PAIRS + ENTRIES) * hash);
    hasher.roots(children, 0, 1, HEIGHT, all, (PAIRS + 2 * ENTRIES) * hash);
    return all;
  }
}
