package dev.cairn.bench.micro;

import dev.cairn.server.store.Commit;
import dev.cairn.server.store.HashRun;
import dev.cairn.tree.merkle.Frontier;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.merkle.TreeHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes one commit after the other, of entries of 200 bytes. */
final class NextCommit {
  private final Frontier frontier = new Frontier();
  private final byte[] entry = new byte[200];
  private final Hash leaf = new TreeHasher().leaf(entry);

  Commit of(int entries) {
    TreeHead before = frontier.head();
    Map<Integer, HashRun> runs = new TreeMap<>();
    List<byte[]> appended = new ArrayList<>(entries);
    for (int i = 0; i < entries; i++) {
      appended.add(entry);
      frontier.append(leaf, (level, index, hash) -> keep(runs, level, index, hash));
    }
    return new Commit(
        before, frontier.head(), appended, List.copyOf(runs.values()), Map.of(), List.of());
  }

  private static void keep(Map<Integer, HashRun> runs, int level, long index, Hash hash) {
    if (HashRun.isStored(level)) {
      runs.computeIfAbsent(level, l -> new HashRun(l, index, new ArrayList<>())).hashes().add(hash);
    }
  }
}
