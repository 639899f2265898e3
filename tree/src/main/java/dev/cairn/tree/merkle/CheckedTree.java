package dev.cairn.tree.merkle;

import dev.cairn.tree.VerificationException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The tree of one head, read from a store that keeps every n-th level and is not believed: it gives
 * only what leads to the head's root. For one thread, and for as long as its reader.
 *
 * <p>The edge must fold to the root. Below it each block of nodes must have the root that the block
 * above has in its place, down to the leaf. Then each hash of a path is right, as if the path had
 * been verified from the leaf up. Blocks are hashed once and kept in a {@link BlockCache}; a kept
 * block still has to fit the block above it, which costs a comparison and no hash.
 */
public final class CheckedTree {
  private final RunReader store;
  private final BlockCache cache;
  private final int spacing;
  private final TreeHasher hasher;
  private final Edge edge;
  // The last way that was gone: in this tree, so right for the next one too.
  private Block[] passed;

  private CheckedTree(RunReader store, BlockCache cache, TreeHasher hasher, Edge edge) {
    this.store = store;
    this.cache = cache;
    this.spacing = cache.spacing();
    this.hasher = hasher;
    this.edge = edge;
    this.passed = new Block[edge.keptLevels()];
    Arrays.fill(passed, Block.EMPTY);
  }

  /**
   * The tree of a head that is trusted.
   *
   * @param head not that of the empty tree
   * @param store has the complete nodes of at least that tree, on each level that is kept
   * @param cache of this log alone, all of whose heads are of one history
   * @throws VerificationException if the tree's edge in the store does not lead to the root
   * @throws IllegalArgumentException if the tree is empty
   */
  public static CheckedTree open(TreeHead head, RunReader store, BlockCache cache)
      throws VerificationException {
    if (head.size() == 0) {
      throw new IllegalArgumentException("the empty tree has no leaves");
    }
    TreeHasher hasher = new TreeHasher();
    Optional<Edge> kept = cache.edge(head.size());
    if (kept.isPresent() && kept.get().head().equals(head)) {
      return new CheckedTree(store, cache, hasher, kept.get());
    }
    Edge edge = readEdge(head.size(), store, cache, hasher);
    if (!edge.head().equals(head)) {
      throw new VerificationException(
          "the edge of the tree of " + head.size() + " does not lead to its root");
    }
    cache.keep(edge);
    return new CheckedTree(store, cache, hasher, edge);
  }

  /** Takes from the newest edge what has not changed since, and reads the rest. */
  private static Edge readEdge(long size, RunReader store, BlockCache cache, TreeHasher hasher) {
    int spacing = cache.spacing();
    Optional<Edge> before = cache.newestEdge();
    Block[] blocks = new Block[(Bits.length(size) + spacing - 1) / spacing];
    for (int kept = 0; kept < blocks.length; kept++) {
      int level = kept * spacing;
      long number = Bits.shift(size, level + spacing);
      int count = (int) (size >>> level) & ((1 << spacing) - 1);
      Block known = before.isPresent() ? before.get().block(kept) : Block.EMPTY;
      if (count == 0) {
        blocks[kept] = Block.EMPTY;
      } else if (known.isAt(level, number) && known.count() >= count) {
        blocks[kept] = known;
      } else {
        blocks[kept] = Block.read(store, spacing, level, number, count, hasher);
      }
    }
    return Edge.of(size, blocks, spacing, hasher);
  }

  /** The head: the one that is trusted, or one that was found in its tree. */
  public TreeHead head() {
    return edge.head();
  }

  /**
   * The tree of the first {@code size} leaves of this one.
   *
   * @param size 1 to this tree's size
   * @throws VerificationException if the store does not fit this tree there
   * @throws IllegalArgumentException if the size is out of range
   */
  public CheckedTree prefix(long size) throws VerificationException {
    if (size < 1 || size > edge.size()) {
      throw new IllegalArgumentException("size " + size + " is not in 1 to " + edge.size());
    }
    if (size == edge.size()) {
      return this;
    }
    Optional<Edge> kept = cache.edge(size);
    return new CheckedTree(store, cache, hasher, kept.isPresent() ? kept.get() : readPrefix(size));
  }

  /** The older edge is what the way to the leaf after it passes. */
  private Edge readPrefix(long size) throws VerificationException {
    Block[] way = way(size, Long.numberOfTrailingZeros(size) / spacing);
    int levels = (Bits.length(size) + spacing - 1) / spacing;
    Edge older = Edge.of(size, Arrays.copyOf(way, levels), spacing, hasher);
    cache.keep(older);
    return older;
  }

  /**
   * The proof that the leaf at {@code index} is in this tree.
   *
   * @throws VerificationException if the store does not fit this tree there
   * @throws IllegalArgumentException unless {@code 0 <= index < head().size()}
   */
  public LeafProof inclusion(long index) throws VerificationException {
    if (index < 0 || index >= edge.size()) {
      throw new IllegalArgumentException("index " + index + " is not below " + edge.size());
    }
    Block[] way = way(index, 0);
    int peak = edge.peak(index);
    int hashes = peak + (edge.hasRight(peak) ? 1 : 0) + Long.bitCount(edge.size() >>> peak) - 1;
    byte[] path = new byte[hashes * Hash.BYTES];
    int at = 0;
    for (int level = 0; at < path.length; level++) {
      if (level == peak) {
        if (edge.hasRight(peak)) {
          edge.right(peak).copyTo(path, at);
          at += Hash.BYTES;
        }
      } else if (level < peak || (edge.size() >>> level & 1) == 1) {
        long sibling = index >>> level ^ 1;
        way[level / spacing].copyNode(level % spacing, sibling, path, at);
        at += Hash.BYTES;
      }
    }
    return new LeafProof(way[0].node(0, index), HashList.wrap(path));
  }

  /**
   * The blocks on the way from the root down to the leaf at {@code index}, by kept level from
   * {@code lowest} on: those of the edge as far as it goes the same way, then one under the other.
   */
  private Block[] way(long index, int lowest) throws VerificationException {
    Block[] way = new Block[edge.keptLevels()];
    Arrays.fill(way, Block.EMPTY);
    int joins = edge.peak(index) / spacing;
    for (int kept = way.length - 1; kept >= lowest; kept--) {
      way[kept] =
          kept >= joins
              ? edge.block(kept)
              : under(way[kept + 1], kept, Bits.shift(index, (kept + 1) * spacing));
    }
    passed = way;
    return way;
  }

  private Block under(Block above, int kept, long number) throws VerificationException {
    int level = kept * spacing;
    if (passed[kept].isAt(level, number) && passed[kept].isFull()) {
      return passed[kept];
    }
    Optional<Block> known = cache.find(kept, number, above);
    if (known.isPresent()) {
      return known.get();
    }
    Block read = Block.read(store, spacing, level, number, 1 << spacing, hasher);
    if (!read.isUnder(above)) {
      throw new VerificationException(
          "the nodes of level %d do not lead to node %d of level %d"
              .formatted(level, number, level + spacing));
    }
    // The newest tree's leaves are the recent ones, whichever tree is asked.
    long newest = cache.newestEdge().map(Edge::size).orElse(edge.size());
    if (cache.hasPlace(kept, number, newest)) {
      cache.keep(kept, number, read);
    }
    return read;
  }
}
