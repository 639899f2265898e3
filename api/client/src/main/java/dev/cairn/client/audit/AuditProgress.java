package dev.cairn.client.audit;

import dev.cairn.tree.merkle.TreeHead;

/** Told how an audit goes on, by one thread at a time. What it does holds the audit up. */
public interface AuditProgress {
  /** What {@code source} is for the log itself. */
  String LOG = "log";

  /** Tells nobody. */
  AuditProgress NONE = new AuditProgress() {};

  /**
   * A head was found to be consistent with all others and, where entries are audited and the log
   * showed it, to be that of the entries.
   *
   * @param source who showed it: {@link #LOG}, or the name of a witness
   */
  default void head(String source, TreeHead head) {}

  /**
   * Entries were hashed.
   *
   * @param done entries hashed so far
   * @param goal entries of the head that is being audited
   */
  default void entries(long done, long goal) {}

  /**
   * A source cannot be asked, or what it answers cannot be used and proves nothing against the log.
   * Following, it is asked again, with growing pauses.
   *
   * @param source {@link #LOG}, or the name of a witness
   * @param reason one line for a person
   */
  default void trouble(String source, String reason) {}

  /** The log has contradicted itself in a way that this audit has not told of yet. */
  default void contradicted(AuditOutcome.Contradicted contradiction) {}

  /**
   * The newest cosigned head has become too old. It is told once, until {@link #fresh}.
   *
   * @param reason one line for a person
   */
  default void stale(String reason) {}

  /** The newest cosigned head is no longer too old. */
  default void fresh() {}
}
