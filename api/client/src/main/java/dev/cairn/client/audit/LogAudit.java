package dev.cairn.client.audit;

import dev.cairn.client.CheckpointCursor;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import java.util.Optional;

/** Looks at what the log itself shows. For one thread. */
final class LogAudit {
  private final LogClient client;
  private final Depth depth;
  private final AuditProgress progress;
  private final EntryAudit entries;
  private long heads;

  LogAudit(LogClient client, AuditPlan plan, AuditProgress progress) {
    this.client = client;
    this.depth = plan.depth();
    this.progress = progress;
    this.entries = new EntryAudit(client, plan.entries(), progress);
  }

  /** Heads that the last {@link #history} compared. */
  long heads() {
    return heads;
  }

  /** Entries hashed, in this audit and before it. */
  long entries() {
    return entries.size();
  }

  /**
   * Compares all heads that the log keeps and that are newer than the remembered one; with entries,
   * than those that are hashed.
   *
   * @return the newest
   */
  SignedCheckpoint history() throws LogException {
    heads = 0;
    long since = since();
    SignedCheckpoint newest = client.checkpoint();
    try (CheckpointCursor kept = client.checkpoints(since)) {
      Optional<SignedCheckpoint> next = kept.next();
      while (next.isPresent() && next.get().head().size() < newest.head().size()) {
        examine(next.get());
        next = kept.next();
      }
    }
    examine(newest);
    entries.keep();
    return newest;
  }

  private long since() throws LogException {
    return switch (depth) {
      case HEADS -> client.remembered().map(known -> known.head().size()).orElse(0L);
      case ENTRIES -> {
        entries.resume();
        yield entries.size();
      }
    };
  }

  /** Compares each head as it is published. Never returns: ends by what it throws. */
  void watch() throws LogException {
    try (CheckpointCursor published = client.watchCheckpoints()) {
      while (true) {
        examine(published.next().orElseThrow());
      }
    } finally {
      entries.keep();
    }
  }

  private void examine(SignedCheckpoint head) throws LogException {
    if (depth == Depth.ENTRIES && head.head().size() >= entries.size()) {
      entries.extendTo(head);
    }
    heads++;
    progress.head(AuditProgress.LOG, head.head());
  }
}
