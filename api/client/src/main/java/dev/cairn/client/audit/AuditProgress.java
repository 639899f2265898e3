package dev.cairn.client.audit;

import dev.cairn.client.UnreachableException;
import dev.cairn.tree.merkle.TreeHead;

/** Told how an audit goes on, in the thread of the audit. */
public interface AuditProgress {
  /** Tells nobody. */
  AuditProgress NONE = new AuditProgress() {};

  /**
   * A head was found to be consistent and, where entries are audited, to be that of the entries.
   */
  default void head(TreeHead head) {}

  /**
   * Entries were hashed.
   *
   * @param done entries hashed so far
   * @param goal entries of the head that is being audited
   */
  default void entries(long done, long goal) {}

  /** The log cannot be reached; {@link Auditor#follow} goes on as soon as it can. */
  default void unreachable(UnreachableException reason) {}
}
