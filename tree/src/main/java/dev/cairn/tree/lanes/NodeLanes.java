package dev.cairn.tree.lanes;

import java.util.Arrays;

/**
 * Roots of complete subtrees by lanes. The hashes of a level are kept word by word, and in an order
 * in which all left children come first: then both children of many nodes are loaded, and the nodes
 * stored, just as they lie. It is the order of the reversed bits: at height 2, hashes 0 and 2, then
 * 1 and 3; their parents are 0 and 1. Hashes of the same place in several subtrees lie together.
 */
final class NodeLanes {
  /** Hashes that are kept at once: few enough for the processor's caches. */
  private static final int CAPACITY = 4096;

  private static final byte[] NONE = new byte[0];
  private static final int WORDS = BatchHasher.BYTES / Integer.BYTES;

  private final Rounds rounds;
  private final Compression compression;
  private final int lanes;
  // The last vector of a level may reach beyond the level. An odd multiple of a cache line.
  private final int stride;
  private final int[] hashes;
  private final int[] state;
  private final int[] words;
  private final int[] tail;
  private final int[] shuffles;
  private final byte[][] sources;
  private final int[] starts;

  NodeLanes(Rounds rounds, int lanes) {
    this.rounds = rounds;
    this.compression = new Compression(rounds, lanes);
    this.lanes = lanes;
    this.stride = CAPACITY + 16;
    this.hashes = new int[WORDS * stride];
    this.state = new int[WORDS * lanes];
    this.words = new int[2 * WORDS * lanes];
    this.tail = new int[2 * WORDS * lanes];
    this.shuffles = Transposition.shuffles(lanes);
    this.sources = new byte[lanes][];
    this.starts = new int[lanes];
  }

  /** Steps of all lanes that {@link #roots} takes. */
  long steps(int count, int height) {
    long steps = 0;
    for (int level = 0; level < height; level++) {
      steps += (((long) count << level) + lanes - 1) / lanes;
    }
    return steps;
  }

  /** As {@link BatchHasher#roots}, with arrays and height that were checked. */
  void roots(byte[] nodes, int offset, int count, int height, byte[] out, int outOffset) {
    int most = CAPACITY >> height;
    for (int done = 0; done < count; done += most) {
      int some = Math.min(most, count - done);
      int pairs = some << (height - 1);
      int right = (pairs + lanes - 1) / lanes * lanes;
      read(nodes, offset + (done << height) * BatchHasher.BYTES, some, height, right);
      climb(pairs, right);
      for (pairs /= 2; pairs >= some; pairs /= 2) {
        climb(pairs, pairs);
      }
      for (int i = 0; i < some; i++) {
        Words.write(hashes, i, stride, out, outOffset + (done + i) * BatchHasher.BYTES);
      }
    }
  }

  /** Reads pairs of neighbours: the left ones, and from {@code right} on the right ones. */
  private void read(byte[] nodes, int offset, int count, int height, int right) {
    Arrays.fill(sources, nodes);
    int pairs = count << (height - 1);
    for (int i = 0; i < pairs; i += lanes) {
      for (int lane = 0; lane < lanes; lane++) {
        int pair = Math.min(i + lane, pairs - 1);
        int subtree = pair % count;
        int place = Integer.reverse(pair / count) >>> (Integer.SIZE - (height - 1));
        starts[lane] = offset + ((subtree << height) + 2 * place) * BatchHasher.BYTES;
      }
      rounds.transpose(sources, starts, shuffles, hashes, i, right + i, stride);
    }
    Arrays.fill(sources, NONE);
  }

  /** Replaces pairs of hashes by the nodes above them. */
  private void climb(int pairs, int right) {
    for (int i = 0; i < pairs; i += lanes) {
      rounds.join(hashes, stride, i, right + i, words, tail);
      compression.block(compression.initial(), words, state, 0, lanes);
      // What is overwritten was read: no later left child lies here, and no right one so far left.
      compression.tail(state, tail, hashes, i, stride);
    }
  }
}
