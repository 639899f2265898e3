package dev.cairn.server.fsck;

import dev.cairn.server.store.HashRun;
import dev.cairn.server.store.Snapshot;
import dev.cairn.tree.lanes.BatchHasher;
import dev.cairn.tree.merkle.HashList;
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
  private final BatchHasher hasher;
  private final int level;
  private final StoredHashes stored;
  private final List<NodeCheck> above = new ArrayList<>(1);
  // Fewer than a node covers.
  private HashList below = HashList.EMPTY;
  private long position;

  /** Checks the nodes of {@code level} and of the levels above. */
  NodeCheck(Snapshot view, Findings findings, BatchHasher hasher, int level) {
    this.findings = findings;
    this.hasher = hasher;
    this.level = level;
    this.stored = new StoredHashes(view, findings, level);
    if (view.head().size() >> level >= FAN_OUT) {
      above.add(new NodeCheck(view, findings, hasher, level + HashRun.SPACING));
    }
  }

  /** Takes the next nodes of the stored level below. */
  void accept(HashList children) {
    HashList all = below.isEmpty() ? children : HashList.join(List.of(below, children));
    int count = all.size() / FAN_OUT;
    below = all.subList(count * FAN_OUT, all.size());
    if (count > 0) {
      HashList computed = all.subList(0, count * FAN_OUT).roots(count, HashRun.SPACING, hasher);
      HashList found = stored.next(count);
      compare(computed.subList(0, found.size()), found);
      position += count;
      // Once the stored ones cannot be read, the computed ones go on.
      HashList unread = computed.subList(found.size(), count);
      HashList next = unread.isEmpty() ? found : HashList.join(List.of(found, unread));
      above.forEach(check -> check.accept(next));
    }
  }

  private void compare(HashList computed, HashList found) {
    if (!computed.equals(found)) {
      for (int i = 0; i < found.size(); i++) {
        if (!computed.get(i).equals(found.get(i))) {
          findings.add(new Finding.WrongNode(level, position + i));
        }
      }
    }
  }

  /** The number of nodes that were computed. */
  long count() {
    return position + above.stream().mapToLong(NodeCheck::count).sum();
  }
}
