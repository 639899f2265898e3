package dev.cairn.server.sequence;

import dev.cairn.server.store.KeyUse;
import dev.cairn.tree.merkle.HashList;

/**
 * What an idempotency key was used for.
 *
 * @param use the entries' places
 * @param leaves their leaf hashes
 */
record KeyedEntries(KeyUse use, HashList leaves) {

  /** What becomes of an append that uses the key again, for entries with these leaf hashes. */
  AppendOutcome repeated(HashList again) {
    return leaves.equals(again)
        ? new AppendOutcome.Durable(use.firstIndex(), leaves, true)
        : new AppendOutcome.KeyReused(use.firstIndex());
  }
}
