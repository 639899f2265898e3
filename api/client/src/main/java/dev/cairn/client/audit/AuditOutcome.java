package dev.cairn.client.audit;

import dev.cairn.client.Evidence;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import java.nio.file.Path;

/** What an audit has found. */
public sealed interface AuditOutcome {
  /**
   * No contradiction.
   *
   * @param head the newest head, which is remembered now
   * @param heads heads that were compared
   * @param entries entries that were hashed; 0 for {@link Depth#HEADS}
   */
  record Consistent(SignedCheckpoint head, long heads, long entries) implements AuditOutcome {}

  /**
   * The log has contradicted itself.
   *
   * @param evidence what it signed
   * @param file where the evidence is kept ({@link dev.cairn.client.EvidenceFile})
   */
  record Contradicted(Evidence evidence, Path file) implements AuditOutcome {}
}
