package dev.cairn.tree.merkle;

import java.util.ArrayList;
import java.util.List;

/**
 * Serves every complete node from a store that keeps only each n-th level (0, n, 2n, …), which
 * saves space at the price of hashing: a node between two kept levels is computed from up to
 * 2^(n-1) hashes below it. An inclusion proof takes one run of at most 2^n neighbours from each
 * kept level. Safe for several threads if its store is.
 *
 * <p>With n = 1 the hashes take 64 bytes a leaf; with n = 2, 43; with n = 3, 37; with n = 4, 34. At
 * 100 million leaves the path of an inclusion proof then takes 0, 13, 36 or 70 hash computations.
 */
public final class StoredLevels implements HashReader {
  /** The most levels from one kept level to the next. */
  static final int MAX_SPACING = 8;

  private final int spacing;
  private final RunReader store;

  /**
   * @param spacing levels from one kept level to the next, 1 to 8
   * @param store keeps the complete nodes of levels 0, {@code spacing}, {@code 2 * spacing}, …
   * @throws IllegalArgumentException if the spacing is out of range
   */
  public StoredLevels(int spacing, RunReader store) {
    if (spacing < 1 || spacing > MAX_SPACING) {
      throw new IllegalArgumentException("spacing " + spacing + " is not in 1 to " + MAX_SPACING);
    }
    this.spacing = spacing;
    this.store = store;
  }

  /** Whether the store must keep the nodes of {@code level}. */
  public boolean keeps(int level) {
    return level % spacing == 0;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the store gives another number of hashes than asked for
   */
  @Override
  public List<Hash> read(List<Node> nodes) {
    List<Run> runs = new ArrayList<>();
    List<Run> runOfNode = new ArrayList<>(nodes.size());
    for (Node node : nodes) {
      runOfNode.add(include(node, runs));
    }
    for (Run run : runs) {
      run.read(store);
    }
    TreeHasher hasher = new TreeHasher();
    List<Hash> hashes = new ArrayList<>(nodes.size());
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      int below = node.level() % spacing;
      int offset = (int) ((node.index() << below) - runOfNode.get(i).first);
      hashes.add(fold(hasher, runOfNode.get(i).hashes, offset, 1 << below));
    }
    return hashes;
  }

  /**
   * The run with all stored hashes under a node: a new one, or one that grows to hold them. Reading
   * a few hashes that nobody asked for is cheaper than another call, so a run also swallows gaps of
   * less than a whole node of the next kept level.
   */
  private Run include(Node node, List<Run> runs) {
    int below = node.level() % spacing;
    int level = node.level() - below;
    long first = node.index() << below;
    long end = first + (1L << below);
    long gap = 1L << spacing;
    for (int i = runs.size() - 1; i >= 0; i--) {
      Run run = runs.get(i);
      if (run.level == level && first - run.end < gap && run.first - end < gap) {
        run.first = Math.min(run.first, first);
        run.end = Math.max(run.end, end);
        return run;
      }
    }
    Run run = new Run(level, first, end);
    runs.add(run);
    return run;
  }

  /** Root of the complete subtree over {@code hashes[from, from + count)}, count a power of two. */
  private static Hash fold(TreeHasher hasher, List<Hash> hashes, int from, int count) {
    if (count == 1) {
      return hashes.get(from);
    }
    int half = count / 2;
    return hasher.node(fold(hasher, hashes, from, half), fold(hasher, hashes, from + half, half));
  }

  /** Stored neighbours {@code [first, end)} of one level, read by one call. */
  private static final class Run {
    private final int level;
    private long first;
    private long end;
    private List<Hash> hashes = List.of();

    Run(int level, long first, long end) {
      this.level = level;
      this.first = first;
      this.end = end;
    }

    void read(RunReader store) {
      int count = Math.toIntExact(end - first);
      hashes = store.read(level, first, count);
      if (hashes.size() != count) {
        throw new IllegalStateException(
            "asked for " + count + " hashes of level " + level + ", got " + hashes.size());
      }
    }
  }
}
