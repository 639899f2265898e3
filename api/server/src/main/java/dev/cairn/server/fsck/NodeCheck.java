package dev.cairn.server.fsck;

import dev.cairn.server.store.HashRun;
import dev.cairn.server.store.Snapshot;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import java.util.ArrayList;
import java.util.List;

/**
 * Computes the stored nodes of one level from those of the stored level below, which come by from
 * the left to the right, and compares. What is stored goes on to the next level, so that one wrong
 * node is not found again in all those above it.
 */
final class NodeCheck {
  private static final int FAN_OUT = 1 << HashRun.SPACING;

  private final Findings findings;
  private final int level;
  private final StoredHashes stored;
  private final TreeHasher hasher = new TreeHasher();
  private final List<Hash> below = new ArrayList<>(FAN_OUT);
  private final List<NodeCheck> above = new ArrayList<>(1);
  private long position;

  /** Checks the nodes of {@code level} and of the levels above. */
  NodeCheck(Snapshot view, Findings findings, int level) {
    this.findings = findings;
    this.level = level;
    this.stored = new StoredHashes(view, findings, level);
    if (view.head().size() >> level >= FAN_OUT) {
      above.add(new NodeCheck(view, findings, level + HashRun.SPACING));
    }
  }

  /** Takes the next node of the stored level below. */
  void accept(Hash child) {
    below.add(child);
    if (below.size() == FAN_OUT) {
      Hash computed = root(below);
      below.clear();
      // Once the stored ones cannot be read, the computed ones go on.
      List<Hash> next = stored.next(1);
      Hash found = next.isEmpty() ? computed : next.getFirst();
      if (!found.equals(computed)) {
        findings.add(new Finding.WrongNode(level, position));
      }
      position++;
      above.forEach(check -> check.accept(found));
    }
  }

  /** The number of nodes that were computed. */
  long count() {
    return position + above.stream().mapToLong(NodeCheck::count).sum();
  }

  private Hash root(List<Hash> hashes) {
    List<Hash> row = hashes;
    while (row.size() > 1) {
      List<Hash> next = new ArrayList<>(row.size() / 2);
      for (int i = 0; i < row.size(); i += 2) {
        next.add(hasher.node(row.get(i), row.get(i + 1)));
      }
      row = next;
    }
    return row.getFirst();
  }
}
