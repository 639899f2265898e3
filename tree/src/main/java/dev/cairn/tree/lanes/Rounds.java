package dev.cairn.tree.lanes;

/**
 * The steps of SHA-256 on vectors, for one width; {@link RoundsCode} writes the class. Word {@code
 * i} of lane {@code l} lies at {@code i * lanes + l}, in a state of eight words and in a block of
 * sixteen.
 *
 * <p>Each of the first four methods runs eight of the 64 rounds.
 */
interface Rounds {
  /**
   * Eight rounds, and the eight words of the schedule that follow the block's sixteen.
   *
   * @param from the state before
   * @param to takes the state after; may be {@code from}
   * @param words the sixteen words of the schedule from these rounds on, as a ring
   * @param near where the words of these rounds start, 0 or 8 * lanes; their place is taken by
   *     those of sixteen rounds later
   * @param constants the round constants
   * @param round where the constants of these rounds start
   */
  void middle(int[] from, int[] to, int[] words, int near, int[] constants, int round);

  /** As {@link #middle}, without further words: for rounds 48 to 63. */
  void last(int[] from, int[] to, int[] words, int near, int[] constants, int round);

  /** As {@link #middle}, for rounds 0 to 7 of a node's second block: only word 0 is read. */
  void tailLow(int[] from, int[] to, int[] words, int near, int[] constants, int round);

  /** As {@link #middle}, for rounds 8 to 15 of a node's second block. */
  void tailHigh(int[] from, int[] to, int[] words, int near, int[] constants, int round);

  /**
   * Adds two states.
   *
   * @param out takes the sum's word {@code i} from {@code at + i * stride} on
   */
  void add(int[] before, int[] after, int[] out, int at, int stride);

  /**
   * The message {@code 0x01 || left || right} as two blocks.
   *
   * @param hashes word {@code i} of the hashes starts at {@code i * stride}
   * @param left where the left hashes start within each word
   * @param right where the right ones do
   * @param words takes the first block
   * @param tail takes word 0 of the second; the others are the same for all nodes
   */
  void join(int[] hashes, int stride, int left, int right, int[] words, int[] tail);

  /**
   * Big-endian words of a block of 64 bytes for each lane.
   *
   * @param sources holds the lane's block, from its number in {@code starts} on
   * @param shuffles {@link Transposition#shuffles}
   * @param out takes word {@code i} from {@code low + i * stride} on if it is one of the first
   *     eight, and from {@code high + (i - 8) * stride} on otherwise
   */
  void transpose(
      byte[][] sources, int[] starts, int[] shuffles, int[] out, int low, int high, int stride);

  /** Bits of the widest vectors that the processor has. */
  int widest();
}
