package dev.cairn.server.sequence;

import dev.cairn.server.store.Commit;
import dev.cairn.server.store.HashRun;
import dev.cairn.server.store.KeyUse;
import dev.cairn.server.store.PublishedCheckpoint;
import dev.cairn.server.store.Snapshot;
import dev.cairn.tree.merkle.Frontier;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.merkle.TreeHead;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The tree of one batch as it grows: assigns indexes, resolves idempotency keys, hashes, and
 * gathers what the commit writes. Works on a copy of the frontier, so that a commit that fails
 * leaves nothing behind.
 */
final class Growth {
  private final TreeHead before;
  private final Frontier frontier;
  private final TreeHasher hasher;
  private final List<byte[]> entries = new ArrayList<>();
  private final List<Hash> leafHashes = new ArrayList<>();
  private final Map<Integer, HashRun> runs = new TreeMap<>();
  private final Map<String, KeyUse> keys = new LinkedHashMap<>();

  Growth(TreeHead before, Frontier frontier, TreeHasher hasher) {
    this.before = before;
    this.frontier = frontier.copy();
    this.hasher = hasher;
  }

  /** Adds the appends in order and says what becomes of each once the commit is durable. */
  List<AppendOutcome> addAll(List<Append> appends, Snapshot stored) {
    List<AppendOutcome> outcomes = new ArrayList<>(appends.size());
    for (Append append : appends) {
      outcomes.add(add(append, stored));
    }
    return outcomes;
  }

  /** Adds an append's entries, unless its key shows that they are there already. */
  private AppendOutcome add(Append append, Snapshot stored) {
    List<Hash> hashes = new ArrayList<>(append.entries().size());
    for (byte[] entry : append.entries()) {
      hashes.add(hasher.leaf(entry));
    }
    Optional<KeyUse> use = append.idempotencyKey().flatMap(key -> use(key, stored));
    if (use.isPresent()) {
      return repeated(use.get(), hashes, stored);
    }
    long first = frontier.size();
    for (int i = 0; i < hashes.size(); i++) {
      entries.add(append.entries().get(i));
      leafHashes.add(hashes.get(i));
      frontier.append(hashes.get(i), this::keep);
    }
    append.idempotencyKey().ifPresent(key -> keys.put(key, new KeyUse(first, hashes.size())));
    return new AppendOutcome.Durable(first, hashes, false);
  }

  private Optional<KeyUse> use(String key, Snapshot stored) {
    KeyUse inBatch = keys.get(key);
    return inBatch != null ? Optional.of(inBatch) : stored.key(key);
  }

  private AppendOutcome repeated(KeyUse use, List<Hash> hashes, Snapshot stored) {
    boolean same = use.count() == hashes.size() && leafHashes(use, stored).equals(hashes);
    return same
        ? new AppendOutcome.Durable(use.firstIndex(), hashes, true)
        : new AppendOutcome.KeyReused(use.firstIndex());
  }

  private List<Hash> leafHashes(KeyUse use, Snapshot stored) {
    if (use.firstIndex() < before.size()) {
      return stored.leafHashes(use.firstIndex(), use.firstIndex() + use.count());
    }
    int offset = (int) (use.firstIndex() - before.size());
    return leafHashes.subList(offset, offset + use.count());
  }

  private void keep(int level, long index, Hash hash) {
    if (HashRun.isStored(level)) {
      runs.computeIfAbsent(level, l -> new HashRun(l, index, new ArrayList<>())).hashes().add(hash);
    }
  }

  Commit commit(List<PublishedCheckpoint> checkpoints) {
    return new Commit(
        before, frontier.head(), entries, List.copyOf(runs.values()), keys, checkpoints);
  }

  Frontier frontier() {
    return frontier;
  }
}
