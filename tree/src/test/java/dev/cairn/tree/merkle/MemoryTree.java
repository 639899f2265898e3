package dev.cairn.tree.merkle;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/**
 * A tree grown leaf by leaf through the {@link Frontier}, which keeps every hash that it is given
 * and counts the calls by which they are read.
 */
final class MemoryTree implements HashReader, RunReader {
  private final TreeHasher hasher = new TreeHasher();
  private final Frontier frontier = new Frontier();
  private final List<List<Hash>> levels = new ArrayList<>();
  private int calls;

  /** A tree with the first {@code size} entries that the function gives. */
  static MemoryTree of(long size, LongFunction<byte[]> entries) {
    MemoryTree tree = new MemoryTree();
    for (long index = 0; index < size; index++) {
      tree.append(entries.apply(index));
    }
    return tree;
  }

  /** The draft's example tree: entry i is the single byte i. */
  static MemoryTree ofSingleBytes(long size) {
    return of(size, index -> new byte[] {(byte) index});
  }

  void append(byte[] entry) {
    frontier.append(hasher.leaf(entry), this::keep);
  }

  private void keep(int level, long index, Hash hash) {
    if (level == levels.size()) {
      levels.add(new ArrayList<>());
    }
    if (index != levels.get(level).size()) {
      throw new AssertionError("level " + level + " got node " + index + " out of order");
    }
    levels.get(level).add(hash);
  }

  Frontier frontier() {
    return frontier;
  }

  Hash hash(int level, long index) {
    return levels.get(level).get((int) index);
  }

  /** Number of complete nodes that the frontier has reported. */
  long nodes() {
    return levels.stream().mapToLong(List::size).sum();
  }

  /** Calls of either reader since the last question. */
  int calls() {
    int counted = calls;
    calls = 0;
    return counted;
  }

  @Override
  public List<Hash> read(List<Node> nodes) {
    calls++;
    List<Hash> hashes = new ArrayList<>(nodes.size());
    for (Node node : nodes) {
      hashes.add(hash(node.level(), node.index()));
    }
    return hashes;
  }

  @Override
  public List<Hash> read(int level, long first, int count) {
    calls++;
    return levels.get(level).subList((int) first, (int) first + count);
  }
}
