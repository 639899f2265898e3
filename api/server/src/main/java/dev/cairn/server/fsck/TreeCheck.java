package dev.cairn.server.fsck;

import dev.cairn.server.store.HashRun;
import dev.cairn.server.store.Snapshot;
import dev.cairn.server.store.StoreException;
import dev.cairn.tree.lanes.BatchHasher;
import dev.cairn.tree.lanes.Lanes;
import dev.cairn.tree.merkle.Frontier;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.HashList;
import dev.cairn.tree.merkle.TreeHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks entries against leaf hashes, leaf hashes against nodes, and nodes against the head. */
final class TreeCheck {
  private static final int BLOCK = 4_096;

  /** Entries are hashed before a block of them takes much more memory than this. */
  private static final int HASHED_AT_ONCE = 4 << 20;

  /** How often a block is gone on with behind an entry that cannot be read. */
  private static final int MAX_FAILURES = 64;

  private final Snapshot view;
  private final Findings findings;
  private final FsckProgress progress;
  private final BatchHasher hasher = Lanes.newHasher();
  private long entries;
  private long nodes;

  TreeCheck(Snapshot view, Findings findings, FsckProgress progress) {
    this.view = view;
    this.findings = findings;
    this.progress = progress;
  }

  void check() {
    long size = view.head().size();
    NodeCheck above = new NodeCheck(view, findings, hasher, HashRun.SPACING);
    StoredHashes stored = new StoredHashes(view, findings, 0);
    HashList leaves = stored.next(BLOCK);
    while (!leaves.isEmpty()) {
      checkEntries(stored.position() - leaves.size(), leaves);
      above.accept(leaves);
      progress.at(FsckProgress.Part.TREE, stored.position(), size);
      leaves = stored.next(BLOCK);
    }
    nodes = above.count();
    checkHead();
  }

  /** Goes on behind what cannot be read, each stretch of which is one finding. */
  private void checkEntries(long start, HashList leaves) {
    long end = start + leaves.size();
    long next = start;
    long unreadable = -1;
    for (int failures = 0; next < end && failures < MAX_FAILURES; failures++) {
      Stretch stretch = checkStretch(next, start, leaves);
      if (stretch.failure().isPresent() && stretch.end() != unreadable) {
        String reason = stretch.failure().get().getMessage();
        findings.add(new Finding.UnreadableEntry(stretch.end(), reason));
      }
      next = stretch.failure().isPresent() ? stretch.end() + 1 : end;
      unreadable = next;
    }
  }

  /**
   * Entries that could be read.
   *
   * @param end the index after the last
   * @param failure why the next one cannot be read; none at the end of a block
   */
  private record Stretch(long end, Optional<StoreException> failure) {}

  /** Checks entries from {@code first} on, up to the first that cannot be read. */
  private Stretch checkStretch(long first, long start, HashList leaves) {
    long[] next = {first};
    int[] room = {HASHED_AT_ONCE};
    List<byte[]> waiting = new ArrayList<>();
    Optional<StoreException> failure = Optional.empty();
    try {
      view.entries(
          first,
          start + leaves.size(),
          (index, entry) -> {
            waiting.add(entry);
            next[0] = index + 1;
            room[0] -= entry.length;
            if (room[0] < 0) {
              compare(waiting, start, next[0], leaves);
              room[0] = HASHED_AT_ONCE;
            }
            return true;
          });
    } catch (StoreException e) {
      failure = Optional.of(e);
    }
    compare(waiting, start, next[0], leaves);
    return new Stretch(next[0], failure);
  }

  /** Compares the entries before {@code end}, and lets go of them. */
  private void compare(List<byte[]> waiting, long start, long end, HashList leaves) {
    int to = (int) (end - start);
    HashList stored = leaves.subList(to - waiting.size(), to);
    HashList computed = HashList.leaves(waiting, hasher);
    if (!computed.equals(stored)) {
      for (int i = 0; i < computed.size(); i++) {
        if (!computed.get(i).equals(stored.get(i))) {
          findings.add(new Finding.WrongEntry(end - waiting.size() + i));
        }
      }
    }
    entries += waiting.size();
    waiting.clear();
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
