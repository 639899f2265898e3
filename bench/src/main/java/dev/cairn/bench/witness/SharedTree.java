package dev.cairn.bench.witness;

import dev.cairn.tree.merkle.Frontier;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.Node;
import dev.cairn.tree.merkle.Prover;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.merkle.TreeHead;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The tree that all logs of the benchmark have, which grows in steps. One thread at a time. */
final class SharedTree {
  /** The size at step 0. */
  static final int FIRST_SIZE = 50_000;

  /** How many entries a step adds. */
  static final int STEP = 10;

  private final List<List<Hash>> levels = new ArrayList<>();
  private final Frontier frontier = new Frontier();
  private final TreeHasher hasher = new TreeHasher();
  private final Prover prover = new Prover(nodes -> nodes.stream().map(this::hash).toList());
  private final List<Step> steps = new ArrayList<>();

  /**
   * A head on the way.
   *
   * @param oldSize the size at the step before; 0 before the first
   * @param proof from there
   */
  record Step(long oldSize, List<Hash> proof, TreeHead head) {}

  /** The step of a number, from 0. */
  Step step(int number) {
    while (steps.size() <= number) {
      steps.add(grow());
    }
    return steps.get(number);
  }

  private Step grow() {
    long oldSize = frontier.size();
    append(oldSize == 0 ? FIRST_SIZE : STEP);
    long size = frontier.size();
    return new Step(
        oldSize, oldSize == 0 ? List.of() : prover.consistency(oldSize, size), frontier.head());
  }

  private void append(int entries) {
    ByteBuffer entry = ByteBuffer.allocate(Long.BYTES);
    for (int i = 0; i < entries; i++) {
      frontier.append(hasher.leaf(entry.putLong(0, frontier.size()).array()), this::keep);
    }
  }

  private void keep(int level, long index, Hash hash) {
    while (levels.size() <= level) {
      levels.add(new ArrayList<>());
    }
    if (levels.get(level).size() != index) {
      throw new IllegalStateException("node %d of level %d is out of turn".formatted(index, level));
    }
    levels.get(level).add(hash);
  }

  private Hash hash(Node node) {
    return levels.get(node.level()).get(Math.toIntExact(node.index()));
  }
}
