package dev.cairn.tree.lanes;

import java.util.Arrays;

/** Leaf hashes of entries by lanes: each lane takes an entry, block after block. */
final class LeafLanes {
  private static final int BLOCK = 64;
  private static final int LENGTH_AT = 56;
  private static final int WORDS = BLOCK / Integer.BYTES;
  private static final byte END = (byte) 0x80;

  private final Rounds rounds;
  private final Compression compression;
  private final int lanes;
  private final int[] shuffles;
  private final int[] state;
  private final int[] words;
  // For each lane a block that is not as it lies in an entry.
  private final byte[] padded;
  private final byte[][] sources;
  private final int[] starts;

  LeafLanes(Rounds rounds, int lanes) {
    this.rounds = rounds;
    this.compression = new Compression(rounds, lanes);
    this.lanes = lanes;
    this.shuffles = Transposition.shuffles(lanes);
    this.state = new int[BatchHasher.BYTES / Integer.BYTES * lanes];
    this.words = new int[WORDS * lanes];
    this.padded = new byte[BLOCK * lanes];
    this.sources = new byte[lanes][];
    this.starts = new int[lanes];
    for (int lane = 0; lane < lanes; lane++) {
      rest(lane);
    }
  }

  /** Blocks of the message {@code 0x00 || entry} with its padding. */
  static int blocks(byte[] entry) {
    return (1 + entry.length + 1 + Long.BYTES + BLOCK - 1) >>> 6;
  }

  /**
   * Hashes up to one entry a lane. An entry that ends is written, and its lane computes nothing of
   * meaning from then on.
   *
   * @param order the indexes of the entries from {@code from} to {@code to}, of most blocks first
   */
  void hash(byte[][] entries, int[] order, int from, int to, byte[] out, int outOffset) {
    int active = to - from;
    for (int block = 0; active > 0; block++) {
      point(entries, order, from, active, block);
      rounds.transpose(sources, starts, shuffles, words, 0, words.length / 2, lanes);
      compression.block(block == 0 ? compression.initial() : state, words, state, 0, lanes);
      while (active > 0 && blocks(entries[order[from + active - 1]]) == block + 1) {
        active--;
        rest(active);
        int at = outOffset + order[from + active] * BatchHasher.BYTES;
        Words.write(state, active, lanes, out, at);
      }
    }
  }

  /** Points the lanes to their blocks. */
  private void point(byte[][] entries, int[] order, int from, int active, int block) {
    int least = blocks(entries[order[from + active - 1]]);
    // Before the last two, blocks lie in the entry as they are; the first has the prefix.
    boolean goOn = block > 1 && block < least - 2;
    for (int lane = 0; lane < active; lane++) {
      if (goOn) {
        starts[lane] += BLOCK;
      } else {
        fill(lane, entries[order[from + lane]], block);
      }
    }
  }

  /** A lane that has no entry reads what is there. */
  private void rest(int lane) {
    sources[lane] = padded;
    starts[lane] = lane * BLOCK;
  }

  /** Byte {@code i} of the message is byte {@code i - 1} of the entry. */
  private void fill(int lane, byte[] entry, int block) {
    int start = block * BLOCK - 1;
    if (start >= 0 && start + BLOCK <= entry.length) {
      sources[lane] = entry;
      starts[lane] = start;
    } else {
      rest(lane);
      pad(entry, start, lane * BLOCK);
      if (block == blocks(entry) - 1) {
        Words.writeLong(padded, lane * BLOCK + LENGTH_AT, (1L + entry.length) * Byte.SIZE);
      }
    }
  }

  private void pad(byte[] entry, int start, int at) {
    Arrays.fill(padded, at, at + BLOCK, (byte) 0);
    int from = Math.max(start, 0);
    int to = Math.min(start + BLOCK, entry.length);
    if (from < to) {
      System.arraycopy(entry, from, padded, at + from - start, to - from);
    }
    int end = entry.length - start;
    if (end >= 0 && end < BLOCK) {
      padded[at + end] = END;
    }
  }
}
