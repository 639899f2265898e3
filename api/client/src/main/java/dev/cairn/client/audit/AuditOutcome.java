package dev.cairn.client.audit;

import dev.cairn.client.Evidence;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What an audit has found. */
public sealed interface AuditOutcome {
  /**
   * No contradiction.
   *
   * @param head the log's newest head, which is remembered now
   * @param heads heads of the log that were compared
   * @param entries entries that were hashed, in this audit and before it; 0 for {@link Depth#HEADS}
   * @param witnesses what each witness had to show
   * @param stale why the newest cosigned head is too old, one line; empty if it is not
   */
  record Consistent(
      SignedCheckpoint head,
      long heads,
      long entries,
      List<WitnessState> witnesses,
      Optional<String> stale)
      implements AuditOutcome {
    /** The list is copied. */
    public Consistent {
      witnesses = List.copyOf(witnesses);
    }
  }

  /**
   * The log has contradicted itself.
   *
   * @param evidence what it signed
   * @param file where the evidence is kept ({@link dev.cairn.client.EvidenceFile})
   */
  record Contradicted(Evidence evidence, Path file) implements AuditOutcome {}
}
