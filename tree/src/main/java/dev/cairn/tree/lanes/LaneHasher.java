package dev.cairn.tree.lanes;

import java.util.Arrays;
import java.util.List;

/** By lanes what fills them well enough, and by {@link DigestHasher} the rest. */
final class LaneHasher implements BatchHasher {
  /** Entries that are put in order at once. */
  private static final int WINDOW = 1024;

  private static final byte[] NONE = new byte[0];

  private final int lanes;
  private final int nodesThatPay;
  private final int leavesThatPay;
  private final NodeLanes nodeLanes;
  private final LeafLanes leafLanes;
  private final DigestHasher digest = new DigestHasher();
  private final byte[][] window = new byte[WINDOW][];
  private final LongestFirst order = new LongestFirst(WINDOW);

  /**
   * Uses lanes where a step of all lanes replaces at least so many steps of one.
   *
   * @param nodesThatPay counts nodes
   * @param leavesThatPay counts blocks of leaves
   */
  LaneHasher(Rounds rounds, LaneWidth width, int nodesThatPay, int leavesThatPay) {
    this.lanes = width.lanes();
    this.nodesThatPay = nodesThatPay;
    this.leavesThatPay = leavesThatPay;
    this.nodeLanes = new NodeLanes(rounds, lanes);
    this.leafLanes = new LeafLanes(rounds, lanes);
  }

  @Override
  public void leaves(List<byte[]> entries, byte[] out, int outOffset) {
    DigestHasher.checkHashes(entries.size(), out, outOffset);
    int held = 0;
    int at = outOffset;
    for (byte[] entry : entries) {
      window[held++] = entry;
      if (held == WINDOW) {
        hashWindow(held, out, at);
        at += held * BYTES;
        held = 0;
      }
    }
    hashWindow(held, out, at);
  }

  private void hashWindow(int held, byte[] out, int outOffset) {
    int[] sorted = order.of(window, held);
    for (int from = 0; from < held; ) {
      int to = Math.min(from + lanes, held);
      if (fills(sorted, from, to)) {
        leafLanes.hash(window, sorted, from, to, out, outOffset);
      } else {
        // The longest one would keep all the lanes waiting.
        to = from + 1;
        digest.leaf(window[sorted[from]], out, outOffset + sorted[from] * BYTES);
      }
      from = to;
    }
    // Keeps no entry alive.
    Arrays.fill(window, 0, held, NONE);
  }

  private boolean fills(int[] sorted, int from, int to) {
    long blocks = 0;
    for (int i = from; i < to; i++) {
      blocks += LeafLanes.blocks(window[sorted[i]]);
    }
    int longest = LeafLanes.blocks(window[sorted[from]]);
    return longest < LongestFirst.MOST_BLOCKS && blocks >= (long) leavesThatPay * longest;
  }

  @Override
  public void nodes(byte[] children, int offset, int pairs, byte[] out, int outOffset) {
    roots(children, offset, pairs, 1, out, outOffset);
  }

  @Override
  public void roots(byte[] nodes, int offset, int count, int height, byte[] out, int outOffset) {
    DigestHasher.checkRoots(nodes, offset, count, height, out, outOffset);
    long hashed = ((long) count << height) - count;
    if (hashed >= nodesThatPay * nodeLanes.steps(count, height)) {
      nodeLanes.roots(nodes, offset, count, height, out, outOffset);
    } else {
      digest.roots(nodes, offset, count, height, out, outOffset);
    }
  }
}
