package dev.cairn.server.store.lmdb;

import dev.cairn.server.store.HashRun;
import dev.cairn.tree.merkle.Frontier;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.merkle.TreeHead;
import java.util.List;

/**
 * Checks what the next commit builds on: that the tables end where the head says, that the stored
 * hashes have its root, and that the last entries have their leaf hashes. The time that this takes
 * does not depend on the size of the log.
 */
final class EdgeCheck {
  private static final int LAST_ENTRIES = 256;

  private EdgeCheck() {}

  static void check(Reader reader) {
    LmdbSnapshot snapshot = new LmdbSnapshot(reader);
    TreeHead head = snapshot.head();
    if (EntryTable.size(reader) != head.size()) {
      throw Failures.corrupt(
          "the store has %d entries and a tree head of size %d; restore it from a backup"
              .formatted(EntryTable.size(reader), head.size()));
    }
    for (int level = 0; level <= HashRun.MAX_LEVEL; level += HashRun.SPACING) {
      if (!HashTable.ends(reader, level, head.size() >> level)) {
        throw Failures.corrupt(
            "the stored nodes of level %d do not fit the tree head; restore from a backup"
                .formatted(level));
      }
    }
    if (!Frontier.load(head.size(), snapshot).root().equals(head.root())) {
      throw Failures.corrupt("the stored tree has another root than its head; run cairn fsck");
    }
    checkLastEntries(snapshot);
  }

  private static void checkLastEntries(LmdbSnapshot snapshot) {
    long size = snapshot.head().size();
    long start = Math.max(0, size - LAST_ENTRIES);
    List<Hash> hashes = snapshot.leafHashes(start, size);
    TreeHasher hasher = new TreeHasher();
    snapshot.entries(
        start,
        size,
        (index, entry) -> {
          if (!hasher.leaf(entry).equals(hashes.get((int) (index - start)))) {
            throw Failures.corrupt(
                "entry " + index + " does not have its leaf hash; run cairn fsck");
          }
          return true;
        });
  }
}
