package dev.cairn.server.sequence;

import dev.cairn.server.store.KeyUse;
import dev.cairn.server.store.Snapshot;
import dev.cairn.server.store.StoreException;
import dev.cairn.tree.merkle.HashList;
import dev.cairn.tree.merkle.TreeHasher;

/**
 * What an idempotency key was used for.
 *
 * @param use the entries' places
 * @param leaves their leaf hashes
 */
record KeyedEntries(KeyUse use, HashList leaves) {

  /**
   * Reads them from the store, and checks that the entries are those that were committed: their
   * caller is told where they are, or that they are others.
   */
  static KeyedEntries read(String key, KeyUse use, Snapshot view) {
    if (use.end() > view.head().size()) {
      throw corrupt("the idempotency key " + key + " stands for entries beyond the tree");
    }
    HashList leaves = view.leafHashes(use.firstIndex(), use.end());
    TreeHasher hasher = new TreeHasher();
    view.entries(
        use.firstIndex(),
        use.end(),
        (index, entry) -> {
          if (!hasher.leaf(entry).equals(leaves.get((int) (index - use.firstIndex())))) {
            throw corrupt("entry " + index + " in the store is not what was committed");
          }
          return true;
        });
    return new KeyedEntries(use, leaves);
  }

  private static StoreException corrupt(String message) {
    return new StoreException(StoreException.Kind.CORRUPT, message);
  }

  /** What becomes of an append that uses the key again, for entries with these leaf hashes. */
  AppendOutcome repeated(HashList again) {
    return leaves.equals(again)
        ? new AppendOutcome.Durable(use.firstIndex(), leaves, true)
        : new AppendOutcome.KeyReused(use.firstIndex());
  }
}
