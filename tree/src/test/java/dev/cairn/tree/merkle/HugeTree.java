package dev.cairn.tree.merkle;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;

/**
 * A tree of any size up to 2^63-1 in which all entries are empty but some that hold their own
 * index. The recursion of the oracle ends early wherever it meets a power of two of empty entries.
 */
final class HugeTree extends ReferenceTree implements HashReader {
  private final NavigableSet<Long> marked;
  private final List<Hash> unmarked = new ArrayList<>();
  private final Map<Subtree, Hash> known = new HashMap<>();

  HugeTree(NavigableSet<Long> marked) {
    super(index -> marked.contains(index) ? bytes(index) : new byte[0]);
    this.marked = marked;
    unmarked.add(sha256(new byte[] {0}));
    for (int level = 1; level <= Node.MAX_LEVEL; level++) {
      unmarked.add(node(unmarked.getLast(), unmarked.getLast()));
    }
  }

  @Override
  public Hash root(long start, long end) {
    Long next = marked.ceiling(start);
    if ((next == null || next >= end) && Long.bitCount(end - start) == 1) {
      return unmarked.get(Long.numberOfTrailingZeros(end - start));
    }
    Subtree range = new Subtree(start, end);
    Hash hash = known.get(range);
    if (hash == null) {
      hash = super.root(start, end);
      known.put(range, hash);
    }
    return hash;
  }

  @Override
  public List<Hash> read(List<Node> nodes) {
    return nodes.stream().map(node -> root(node.start(), node.end())).toList();
  }

  private static byte[] bytes(long index) {
    return ByteBuffer.allocate(Long.BYTES).putLong(index).array();
  }
}
