package dev.cairn.server.store;

import dev.cairn.tree.merkle.TreeHead;
import java.util.List;
import java.util.Map;

/**
 * What one commit writes.
 *
 * @param expected the head that the store must have
 * @param next the head that it has afterwards: {@code expected} grown by {@code entries}
 * @param entries the new entries, the first at index {@code expected.size()}, each of 1 to 65,535
 *     bytes
 * @param hashes the nodes of the stored levels that the entries complete: for each level one run
 * @param keys the idempotency keys used by these entries; none of them is in the store yet
 * @param checkpoints checkpoints published since the last commit
 */
public record Commit(
    TreeHead expected,
    TreeHead next,
    List<byte[]> entries,
    List<HashRun> hashes,
    Map<String, KeyUse> keys,
    List<PublishedCheckpoint> checkpoints) {

  /** Checks that the sizes fit. */
  public Commit {
    if (next.size() - expected.size() != entries.size()) {
      throw new IllegalArgumentException(
          entries.size() + " entries from " + expected.size() + " to " + next.size());
    }
  }
}
