package dev.cairn.server.sim;

import dev.cairn.server.store.Commit;
import dev.cairn.server.store.MemoryLogStore;
import dev.cairn.tree.merkle.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;

/** What a store has on its disk, from one life to the next. */
final class StoredLog {
  private final MemoryLogStore content = new MemoryLogStore(50);
  private final List<Commit> commits = new ArrayList<>();

  MemoryLogStore content() {
    return content;
  }

  long size() {
    return content.head().size();
  }

  int commits() {
    return commits.size();
  }

  void add(Commit commit) {
    content.commit(commit);
    commits.add(commit);
  }

  /** A copy as it was after so many commits. */
  StoredLog copy(int count) {
    StoredLog copy = new StoredLog();
    commits.subList(0, count).forEach(copy::add);
    return copy;
  }

  /** Flips a bit of an entry or a hash, if there is any; says of which. */
  String flip(Random random, Ledger ledger) {
    if (content.entries.isEmpty()) {
      return "nothing";
    }
    if (random.nextBoolean()) {
      int index = random.nextInt(content.entries.size());
      ledger.damage(OptionalLong.of(index));
      content.entries.set(index, flipped(content.entries.get(index), random));
      return "entry " + index;
    }
    List<Hash> leaves = content.hashes.getFirst();
    int index = random.nextInt(leaves.size());
    ledger.damage(OptionalLong.empty());
    leaves.set(index, Hash.of(flipped(leaves.get(index).toBytes(), random)));
    return "leaf hash " + index;
  }

  private static byte[] flipped(byte[] bytes, Random random) {
    byte[] damaged = bytes.clone();
    damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
    return damaged;
  }
}
