package dev.cairn.client.audit;

import dev.cairn.client.CheckFailedException;
import dev.cairn.client.CheckpointCursor;
import dev.cairn.client.Evidence;
import dev.cairn.client.EvidenceFile;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.client.UnreachableException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Audits one log with the memory of its client: every head that is new since the last audit is of
 * one history with the remembered one. Not safe for several threads.
 *
 * <p>Evidence of the first contradiction is kept in a file before it is reported. A log whose
 * answers prove nothing either way, such as a checkpoint with a bad signature, makes the methods
 * throw {@link CheckFailedException}.
 */
public final class Auditor {
  private final LogClient client;
  private final Path evidenceFolder;
  private final AuditProgress progress;
  private final EntryAudit entries;
  private long heads;

  /**
   * @param client the log, its trusted key and the memory
   * @param evidenceFolder where evidence is kept; created when there is some
   * @param progress told how it goes
   */
  public Auditor(LogClient client, Path evidenceFolder, AuditProgress progress) {
    this.client = client;
    this.evidenceFolder = evidenceFolder;
    this.progress = progress;
    this.entries = new EntryAudit(client, progress);
  }

  /**
   * Audits the log as it is now: all heads that it keeps and that are newer than the remembered
   * one, up to its newest. With {@link Depth#ENTRIES} all entries, and so all heads that it keeps.
   */
  public AuditOutcome once(Depth depth) throws LogException {
    long since =
        switch (depth) {
          case HEADS -> client.remembered().map(known -> known.head().size()).orElse(0L);
          case ENTRIES -> entries.size();
        };
    return reporting(() -> history(depth, since));
  }

  /**
   * Audits as {@link #once}, and then each new head as it is published, until a contradiction.
   * While the log cannot be reached it waits for it.
   *
   * @throws UnreachableException if the thread is interrupted
   */
  public AuditOutcome.Contradicted follow(Depth depth) throws LogException {
    while (true) {
      try {
        AuditOutcome outcome = once(depth);
        if (outcome instanceof AuditOutcome.Consistent) {
          outcome = reporting(() -> watch(depth));
        }
        if (outcome instanceof AuditOutcome.Contradicted contradicted) {
          return contradicted;
        }
      } catch (UnreachableException e) {
        awaitReachable(e);
      }
    }
  }

  private void awaitReachable(UnreachableException reason) throws LogException {
    UnreachableException latest = reason;
    while (!Thread.currentThread().isInterrupted()) {
      progress.unreachable(latest);
      try {
        client.awaitReachable();
        return;
      } catch (UnreachableException e) {
        latest = e;
      }
    }
    throw latest;
  }

  private AuditOutcome history(Depth depth, long since) throws LogException {
    heads = 0;
    SignedCheckpoint newest = client.checkpoint();
    try (CheckpointCursor kept = client.checkpoints(since)) {
      Optional<SignedCheckpoint> next = kept.next();
      while (next.isPresent() && next.get().head().size() < newest.head().size()) {
        examine(next.get(), depth);
        next = kept.next();
      }
    }
    examine(newest, depth);
    return new AuditOutcome.Consistent(newest, heads, entries.size());
  }

  /** Never returns: ends by what it throws. */
  private AuditOutcome watch(Depth depth) throws LogException {
    try (CheckpointCursor published = client.watchCheckpoints()) {
      while (true) {
        examine(published.next().orElseThrow(), depth);
      }
    }
  }

  private void examine(SignedCheckpoint head, Depth depth) throws LogException {
    if (depth == Depth.ENTRIES) {
      entries.extendTo(head);
    }
    heads++;
    progress.head(head.head());
  }

  @FunctionalInterface
  private interface Step {
    AuditOutcome run() throws LogException;
  }

  /** Keeps the evidence of a step that ends in a contradiction. */
  private AuditOutcome reporting(Step step) throws LogException {
    try {
      return step.run();
    } catch (CheckFailedException e) {
      if (e.evidence().isEmpty()) {
        throw e;
      }
      Evidence evidence = e.evidence().get();
      return new AuditOutcome.Contradicted(evidence, EvidenceFile.keep(evidence, evidenceFolder));
    }
  }
}
