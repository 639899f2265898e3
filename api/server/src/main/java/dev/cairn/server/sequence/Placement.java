package dev.cairn.server.sequence;

import dev.cairn.server.store.KeyUse;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.Snapshot;
import dev.cairn.server.store.TreeGrowth;
import dev.cairn.tree.merkle.HashList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives the entries of one batch their places: hashes them, resolves idempotency keys, and makes
 * the commit.
 */
final class Placement {
  private final List<Append> appends;
  private final TreeGrowth growth;
  private final HashList hashes;
  // Of what is new:
  private final List<byte[]> entries = new ArrayList<>();
  private final List<HashList> leaves = new ArrayList<>();
  private final Map<String, KeyUse> keys = new LinkedHashMap<>();
  private long size;
  // Of what is not in the store yet, this batch included.
  private final Map<String, KeyedEntries> known = new HashMap<>();

  private Placement(List<Append> appends, TreeGrowth growth) {
    this.appends = appends;
    this.growth = growth;
    this.hashes = growth.leaves(appends.stream().flatMap(a -> a.entries().stream()).toList());
    this.size = growth.head().size();
  }

  /**
   * Places a batch.
   *
   * @param before the tree that it comes behind; stays as it is
   * @param recent knows the keys that the store may not have yet
   * @param store is asked for the others
   */
  static Placed of(List<Append> appends, TreeGrowth before, RecentKeys recent, LogStore store) {
    Placement placement = new Placement(appends, before.copy());
    return placement.placed(placement.outcomes(recent, store));
  }

  private Placed placed(List<AppendOutcome> outcomes) {
    boolean allNew = leaves.size() == appends.size();
    HashList added = allNew ? hashes : HashList.join(leaves);
    return new Placed(growth.next(entries, added, keys), appends, outcomes, growth, false);
  }

  private List<AppendOutcome> outcomes(RecentKeys recent, LogStore store) {
    if (appends.stream().allMatch(append -> append.idempotencyKey().isEmpty())) {
      return place(_ -> Optional.empty());
    }
    // First the recent ones: what leaves them meanwhile is in the store by the time it is asked, or
    // was refused, and then this batch is not taken where it was placed.
    known.putAll(recent.of(appends));
    return store.read(view -> place(key -> stored(key, view)));
  }

  private static Optional<KeyedEntries> stored(String key, Snapshot view) {
    return view.key(key).map(use -> KeyedEntries.read(key, use, view));
  }

  /** Says what becomes of each append once the commit is durable. */
  private List<AppendOutcome> place(KeyLookup stored) {
    List<AppendOutcome> outcomes = new ArrayList<>(appends.size());
    int next = 0;
    for (Append append : appends) {
      int end = next + append.entries().size();
      outcomes.add(place(append, hashes.subList(next, end), stored));
      next = end;
    }
    return outcomes;
  }

  private AppendOutcome place(Append append, HashList appended, KeyLookup stored) {
    if (append.idempotencyKey().isPresent()) {
      String key = append.idempotencyKey().get();
      KeyedEntries inFlight = known.get(key);
      Optional<KeyedEntries> used = inFlight == null ? stored.find(key) : Optional.of(inFlight);
      if (used.isPresent()) {
        return used.get().repeated(appended);
      }
      KeyUse use = new KeyUse(size, appended.size());
      keys.put(key, use);
      known.put(key, new KeyedEntries(use, appended));
    }
    long first = size;
    entries.addAll(append.entries());
    leaves.add(appended);
    size += appended.size();
    return new AppendOutcome.Durable(first, appended, false);
  }

  /** Finds what the store knows of a key. */
  @FunctionalInterface
  private interface KeyLookup {
    Optional<KeyedEntries> find(String key);
  }
}
