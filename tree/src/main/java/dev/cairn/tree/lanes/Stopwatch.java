package dev.cairn.tree.lanes;

/** The best times of a hasher on a {@link Sample}, in nanoseconds. */
final class Stopwatch {
  /** By how much a time has to be better to count as progress. */
  private static final double PROGRESS = 0.95;

  private final Sample sample;
  private final BatchHasher hasher;
  private long nodes = Long.MAX_VALUE;
  private long leaves = Long.MAX_VALUE;

  Stopwatch(Sample sample, BatchHasher hasher) {
    this.sample = sample;
    this.hasher = hasher;
  }

  /** Runs once; true if that was clearly faster than ever before. */
  boolean run() {
    long start = System.nanoTime();
    sample.nodes(hasher);
    long between = System.nanoTime();
    sample.leaves(hasher);
    long end = System.nanoTime();
    boolean progress = between - start < PROGRESS * nodes || end - between < PROGRESS * leaves;
    nodes = Math.min(nodes, between - start);
    leaves = Math.min(leaves, end - between);
    return progress;
  }

  /** How many times faster this is with nodes. */
  double nodesAgainst(Stopwatch other) {
    return (double) other.nodes / nodes;
  }

  /** How many times faster this is with leaves. */
  double leavesAgainst(Stopwatch other) {
    return (double) other.leaves / leaves;
  }
}
