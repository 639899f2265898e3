package dev.cairn.server.sequence;

import dev.cairn.server.store.Commit;
import dev.cairn.server.store.HashRun;
import dev.cairn.tree.merkle.HashList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The idempotency keys of commits that are on their way into the store. Bounded as those are. Safe
 * for several threads.
 */
final class RecentKeys {
  private final Map<String, KeyedEntries> keys = new ConcurrentHashMap<>();

  /** Takes the keys of a commit before it goes on its way. */
  void add(Commit commit) {
    if (!commit.keys().isEmpty()) {
      HashRun leaves = commit.hashes().getFirst();
      commit
          .keys()
          .forEach(
              (key, use) -> {
                int first = (int) (use.firstIndex() - leaves.start());
                HashList of = leaves.hashes().subList(first, first + use.count());
                keys.put(key, new KeyedEntries(use, of));
              });
    }
  }

  /** Forgets the keys of a commit, which is in the store now or will never be. */
  void remove(Commit commit) {
    commit.keys().keySet().forEach(keys::remove);
  }

  /** Those that the appends have used before. */
  Map<String, KeyedEntries> of(List<Append> appends) {
    Map<String, KeyedEntries> found = new HashMap<>();
    for (Append append : appends) {
      append
          .idempotencyKey()
          .ifPresent(
              key -> {
                KeyedEntries entries = keys.get(key);
                if (entries != null) {
                  found.put(key, entries);
                }
              });
    }
    return found;
  }
}
