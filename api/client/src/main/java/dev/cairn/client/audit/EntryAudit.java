package dev.cairn.client.audit;

import dev.cairn.client.CheckFailedException;
import dev.cairn.client.ClaimedEntries;
import dev.cairn.client.Evidence;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Frontier;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import java.util.List;

/** Builds the tree again from the entries, once each, and compares it with heads on the way. */
final class EntryAudit {
  private final LogClient client;
  private final AuditProgress progress;
  private final TreeHasher hasher = new TreeHasher();
  private Frontier frontier = new Frontier();

  EntryAudit(LogClient client, AuditProgress progress) {
    this.client = client;
    this.progress = progress;
  }

  /** Number of entries hashed. */
  long size() {
    return frontier.size();
  }

  /**
   * Hashes the entries up to a head and compares.
   *
   * @param head at least as large as the heads before it
   * @throws CheckFailedException with evidence, if they do not fit; they count as not hashed then
   */
  void extendTo(SignedCheckpoint head) throws LogException {
    Frontier extended = frontier.copy();
    long goal = head.head().size();
    try (ClaimedEntries entries = client.claimedEntries(extended.size(), goal)) {
      for (List<byte[]> next = entries.next(); !next.isEmpty(); next = entries.next()) {
        for (byte[] entry : next) {
          extended.append(hasher.leaf(entry), (level, index, hash) -> {});
        }
        progress.entries(extended.size(), goal);
      }
    }
    Hash served = extended.root();
    if (!served.equals(head.head().root())) {
      throw new CheckFailedException(Evidence.entries(head, served));
    }
    frontier = extended;
  }
}
