package dev.cairn.cli.alarm;

import dev.cairn.client.audit.AuditOutcome;
import dev.cairn.client.audit.AuditProgress;
import dev.cairn.tree.merkle.TreeHead;
import java.util.List;

/**
 * Several listeners of an audit, told one after the other.
 *
 * @param listeners who is told, in that order
 */
public record AllOf(List<AuditProgress> listeners) implements AuditProgress {
  /** The list is copied. */
  public AllOf {
    listeners = List.copyOf(listeners);
  }

  @Override
  public void head(String source, TreeHead head) {
    listeners.forEach(one -> one.head(source, head));
  }

  @Override
  public void entries(long done, long goal) {
    listeners.forEach(one -> one.entries(done, goal));
  }

  @Override
  public void trouble(String source, String reason) {
    listeners.forEach(one -> one.trouble(source, reason));
  }

  @Override
  public void contradicted(AuditOutcome.Contradicted contradiction) {
    listeners.forEach(one -> one.contradicted(contradiction));
  }

  @Override
  public void stale(String reason) {
    listeners.forEach(one -> one.stale(reason));
  }

  @Override
  public void fresh() {
    listeners.forEach(AuditProgress::fresh);
  }
}
