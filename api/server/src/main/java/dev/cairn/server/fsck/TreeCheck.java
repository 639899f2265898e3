package dev.cairn.server.fsck;

import dev.cairn.server.store.HashRun;
import dev.cairn.server.store.Snapshot;
import dev.cairn.server.store.StoreException;
import dev.cairn.tree.merkle.Frontier;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.merkle.TreeHead;
import java.util.List;

/** Checks entries against leaf hashes, leaf hashes against nodes, and nodes against the head. */
final class TreeCheck {
  private static final int BLOCK = 1_024;

  private final Snapshot view;
  private final Findings findings;
  private final FsckProgress progress;
  private final TreeHasher hasher = new TreeHasher();
  private long entries;
  private long nodes;

  TreeCheck(Snapshot view, Findings findings, FsckProgress progress) {
    this.view = view;
    this.findings = findings;
    this.progress = progress;
  }

  void check() {
    long size = view.head().size();
    NodeCheck above = new NodeCheck(view, findings, HashRun.SPACING);
    StoredHashes stored = new StoredHashes(view, findings, 0);
    List<Hash> leaves = stored.next(BLOCK);
    while (!leaves.isEmpty()) {
      checkEntries(stored.position() - leaves.size(), stored.position(), leaves);
      leaves.forEach(above::accept);
      progress.at(FsckProgress.Part.TREE, stored.position(), size);
      leaves = stored.next(BLOCK);
    }
    nodes = above.count();
    checkHead();
  }

  private void checkEntries(long start, long end, List<Hash> leaves) {
    long[] next = {start};
    try {
      view.entries(
          start,
          end,
          (index, entry) -> {
            if (!hasher.leaf(entry).equals(leaves.get((int) (index - start)))) {
              findings.add(new Finding.WrongEntry(index));
            }
            next[0] = index + 1;
            entries++;
            return true;
          });
    } catch (StoreException e) {
      findings.add(new Finding.UnreadableEntry(next[0], e.getMessage()));
    }
  }

  private void checkHead() {
    TreeHead head = view.head();
    try {
      Hash root = Frontier.load(head.size(), view).root();
      if (!root.equals(head.root())) {
        findings.add(new Finding.WrongHead(head, "the stored nodes have the root " + root));
      }
    } catch (StoreException e) {
      findings.add(new Finding.WrongHead(head, e.getMessage()));
    }
  }

  /** The number of entries that were hashed. */
  long entries() {
    return entries;
  }

  /** The number of nodes that were computed. */
  long nodes() {
    return nodes;
  }
}
