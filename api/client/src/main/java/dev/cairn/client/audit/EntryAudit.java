package dev.cairn.client.audit;

import dev.cairn.client.CheckFailedException;
import dev.cairn.client.ClaimedEntries;
import dev.cairn.client.EntryMemory;
import dev.cairn.client.Evidence;
import dev.cairn.client.HashedEntries;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.client.MemoryException;
import dev.cairn.client.Sighting;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Frontier;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Builds the tree again from the entries, once each, and compares it with heads on the way. */
final class EntryAudit {
  private static final long KEEP_INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();

  private final LogClient client;
  private final EntryMemory memory;
  private final AuditProgress progress;
  private final TreeHasher hasher = new TreeHasher();
  private Frontier frontier = new Frontier();
  private Optional<SignedCheckpoint> notKept = Optional.empty();
  private long keptNanos = System.nanoTime();
  private boolean resumed;

  EntryAudit(LogClient client, EntryMemory memory, AuditProgress progress) {
    this.client = client;
    this.memory = memory;
    this.progress = progress;
  }

  /** Number of entries hashed. */
  long size() {
    return frontier.size();
  }

  /**
   * Goes on from what was kept, the first time: the log must still stand by the head that it
   * belongs to.
   */
  void resume() throws LogException {
    if (resumed) {
      return;
    }
    Optional<HashedEntries> kept = memory.hashed(client.trust().key());
    if (kept.isPresent()) {
      client.admit(new Sighting(kept.get().head(), Sighting.MEMORY));
      frontier = kept.get().frontier();
      progress.entries(frontier.size(), frontier.size());
    }
    resumed = true;
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
    notKept = Optional.of(head);
    if (System.nanoTime() - keptNanos > KEEP_INTERVAL_NANOS) {
      keep();
    }
  }

  /** Keeps how far it has come. */
  void keep() throws MemoryException {
    if (notKept.isPresent()) {
      memory.keep(new HashedEntries(notKept.get(), frontier.subtrees()));
      notKept = Optional.empty();
      keptNanos = System.nanoTime();
    }
  }
}
