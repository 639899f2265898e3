package dev.cairn.tree.lanes;

/**
 * SHA-256's compression of one block in each lane. A block has sixteen words, a state eight; word
 * {@code i} of lane {@code l} lies at {@code i * lanes + l}.
 */
final class Compression {
  private static final int[] INITIAL = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
  };
  private static final int[] CONSTANTS = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
  };

  private final Rounds rounds;
  private final int lanes;
  private final int[] initial;
  private final int[] working;

  Compression(Rounds rounds, int lanes) {
    this.rounds = rounds;
    this.lanes = lanes;
    this.initial = repeated(INITIAL, lanes);
    this.working = new int[INITIAL.length * lanes];
  }

  /** The state before the first block; not to be written. */
  int[] initial() {
    return initial;
  }

  /**
   * Compresses a block.
   *
   * @param words the block; afterwards of no meaning
   * @param out takes word {@code i} of the new state from {@code at + i * stride} on; may be {@code
   *     state} if its layout is that of a state
   */
  void block(int[] state, int[] words, int[] out, int at, int stride) {
    int half = 8 * lanes;
    rounds.middle(state, working, words, 0, CONSTANTS, 0);
    rounds.middle(working, working, words, half, CONSTANTS, 8);
    furtherRounds(words);
    rounds.add(state, working, out, at, stride);
  }

  /** As {@link #block}, for a node's second block, of which only word 0 is read. */
  void tail(int[] state, int[] words, int[] out, int at, int stride) {
    int half = 8 * lanes;
    rounds.tailLow(state, working, words, 0, CONSTANTS, 0);
    rounds.tailHigh(working, working, words, half, CONSTANTS, 8);
    furtherRounds(words);
    rounds.add(state, working, out, at, stride);
  }

  /** Rounds 16 to 63. */
  private void furtherRounds(int[] words) {
    int half = 8 * lanes;
    for (int eight = 2; eight < 6; eight++) {
      rounds.middle(working, working, words, eight % 2 * half, CONSTANTS, eight * 8);
    }
    rounds.last(working, working, words, 0, CONSTANTS, 48);
    rounds.last(working, working, words, half, CONSTANTS, 56);
  }

  private static int[] repeated(int[] values, int lanes) {
    int[] repeated = new int[values.length * lanes];
    for (int i = 0; i < repeated.length; i++) {
      repeated[i] = values[i / lanes];
    }
    return repeated;
  }
}
