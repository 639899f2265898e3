package dev.cairn.client;

import dev.cairn.tree.merkle.Frontier;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.Node;
import dev.cairn.tree.merkle.Prover;
import dev.cairn.tree.merkle.TreeHasher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A log's entries and their tree, in memory. For one thread. */
final class TestTree {
  private final List<byte[]> entries = new ArrayList<>();
  private final Map<Node, Hash> nodes = new HashMap<>();
  private final Frontier frontier = new Frontier();
  private final TreeHasher hasher = new TreeHasher();

  static TestTree of(List<byte[]> entries) {
    TestTree tree = new TestTree();
    entries.forEach(tree::append);
    return tree;
  }

  long append(byte[] entry) {
    entries.add(entry);
    frontier.append(
        hasher.leaf(entry), (level, index, hash) -> nodes.put(new Node(level, index), hash));
    return size() - 1;
  }

  long size() {
    return entries.size();
  }

  byte[] entry(long index) {
    return entries.get((int) index);
  }

  List<byte[]> entries(long start, long end) {
    return List.copyOf(entries.subList((int) start, (int) end));
  }

  Hash leaf(long index) {
    return hash(new Node(0, index));
  }

  Prover prover() {
    return new Prover(wanted -> wanted.stream().map(this::hash).toList());
  }

  private Hash hash(Node node) {
    return Objects.requireNonNull(nodes.get(node));
  }
}
