package dev.cairn.tree.merkle;

import dev.cairn.tree.lanes.BatchHasher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The right edge of a growing tree: all that is needed to append a leaf or to compute the root. At
 * most 63 hashes, one for each complete subtree that the leaves divide into (a compact range over
 * {@code [0, size)}). Not safe for several threads at once.
 */
public final class Frontier {
  private static final int LEVELS = Node.MAX_LEVEL + 1;

  private final TreeHasher hasher = new TreeHasher();
  // Slot l holds the complete node of level l at the edge if bit l of the size is set. Other slots
  // hold what is not looked at.
  private final Hash[] edge;
  private long size;

  /** The frontier of a tree without leaves. */
  public Frontier() {
    this(new Hash[LEVELS], 0);
    Arrays.fill(edge, TreeHasher.EMPTY_ROOT);
  }

  private Frontier(Hash[] edge, long size) {
    this.edge = edge;
    this.size = size;
  }

  /**
   * The frontier of the first {@code size} leaves, by one call to the reader.
   *
   * @throws IllegalArgumentException if the size is negative
   */
  public static Frontier load(long size, HashReader hashes) {
    List<Node> nodes = new Subtree(0, size).nodes();
    List<Hash> read = Prover.read(hashes, nodes);
    Frontier frontier = new Frontier();
    for (int i = 0; i < nodes.size(); i++) {
      frontier.edge[nodes.get(i).level()] = read.get(i);
    }
    frontier.size = size;
    return frontier;
  }

  /**
   * The frontier that {@link #subtrees} described.
   *
   * @throws IllegalArgumentException if the size is negative, or of another number of subtrees
   */
  public static Frontier of(long size, List<Hash> subtrees) {
    if (size < 0 || Long.bitCount(size) != subtrees.size()) {
      throw new IllegalArgumentException(
          size + " leaves do not make up " + subtrees.size() + " complete subtrees");
    }
    Frontier frontier = new Frontier();
    int next = 0;
    for (long left = size; left != 0; left -= Long.highestOneBit(left)) {
      frontier.edge[Long.SIZE - 1 - Long.numberOfLeadingZeros(left)] = subtrees.get(next++);
    }
    frontier.size = size;
    return frontier;
  }

  /**
   * The roots of the complete subtrees that the leaves make up, from left to right: with the size,
   * all that there is to know of a frontier.
   */
  public List<Hash> subtrees() {
    List<Hash> roots = new ArrayList<>(Long.bitCount(size));
    for (long left = size; left != 0; left -= Long.highestOneBit(left)) {
      roots.add(edge[Long.SIZE - 1 - Long.numberOfLeadingZeros(left)]);
    }
    return roots;
  }

  /**
   * Appends a leaf at index {@link #size}.
   *
   * @param completed given the leaf itself as level 0, then each node that it completes, level by
   *     level. If it throws, the leaf is not appended.
   * @throws IllegalStateException if the tree already has 2^63-1 leaves
   */
  public void append(Hash leaf, NodeSink completed) {
    if (size == Long.MAX_VALUE) {
      throw new IllegalStateException("the tree is full: it has 2^63-1 leaves");
    }
    Hash hash = leaf;
    long index = size;
    int level = 0;
    completed.accept(level, index, hash);
    while ((index & 1) == 1) {
      hash = hasher.node(edge[level], hash);
      index >>>= 1;
      level++;
      completed.accept(level, index, hash);
    }
    edge[level] = hash;
    size++;
  }

  /**
   * Appends leaves, many nodes at a time. The nodes between two kept levels are not told.
   *
   * @param leaves in order, the first of which gets index {@link #size}
   * @param spacing levels from one kept level (0, {@code spacing}, …) to the next, 1 to 8
   * @param completed given what the leaves complete of the kept levels. If it throws, the frontier
   *     must not be used any more.
   * @throws IllegalStateException if the tree would have more than 2^63-1 leaves
   */
  public void append(HashList leaves, BatchHasher batch, int spacing, RunSink completed) {
    if (leaves.size() > Long.MAX_VALUE - size) {
      throw new IllegalStateException("the tree is full: it cannot have more than 2^63-1 leaves");
    }
    HashList nodes = leaves;
    for (int level = 0; !nodes.isEmpty(); level += spacing) {
      long first = size >>> level;
      completed.accept(level, first, nodes);
      nodes = climb(level, first, nodes, level + spacing, batch);
    }
    size += leaves.size();
  }

  /** The nodes of {@code top} that these complete; those of an open one are kept as the edge. */
  private HashList climb(int level, long first, HashList nodes, int top, BatchHasher batch) {
    long fan = 1L << (top - level);
    int left = (int) Math.min(nodes.size(), -first & (fan - 1));
    int groups = (int) ((nodes.size() - left) / fan);
    int right = left + (int) (groups * fan);
    List<Hash> opened = new ArrayList<>(1);
    for (int i = 0; i < left; i++) {
      carry(level, first + i, nodes.get(i), top, opened);
    }
    HashList whole = nodes.subList(left, right).roots(groups, top - level, batch);
    for (int i = right; i < nodes.size(); i++) {
      carry(level, first + i, nodes.get(i), top, opened);
    }
    return opened.isEmpty() ? whole : HashList.join(List.of(HashList.copyOf(opened), whole));
  }

  /** Adds a node to the edge; one that thereby is completed on {@code top} goes there instead. */
  private void carry(int level, long index, Hash node, int top, List<Hash> completed) {
    Hash hash = node;
    int at = level;
    for (long i = index; at < top && (i & 1) == 1; i >>>= 1) {
      hash = hasher.node(edge[at], hash);
      at++;
    }
    if (at == top) {
      completed.add(hash);
    } else {
      edge[at] = hash;
    }
  }

  /** Number of leaves. */
  public long size() {
    return size;
  }

  /** Root of the leaves so far: at most 62 hash computations. */
  public Hash root() {
    if (size == 0) {
      return TreeHasher.EMPTY_ROOT;
    }
    int level = Long.numberOfTrailingZeros(size);
    Hash root = edge[level];
    for (long left = size >>> (level + 1); left != 0; left >>>= 1) {
      level++;
      if ((left & 1) == 1) {
        root = hasher.node(edge[level], root);
      }
    }
    return root;
  }

  /** The tree head over the leaves so far. */
  public TreeHead head() {
    return new TreeHead(size, root());
  }

  /** An independent frontier in the same state; copies 63 references. */
  public Frontier copy() {
    return new Frontier(edge.clone(), size);
  }
}
