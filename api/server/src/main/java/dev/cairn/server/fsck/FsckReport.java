package dev.cairn.server.fsck;

import dev.cairn.tree.merkle.TreeHead;
import java.util.List;

/**
 * What was checked and what is wrong.
 *
 * @param head the tree head that the store states; of size 0 if it cannot be read
 * @param entries the number of entries that were hashed
 * @param nodes the number of nodes that were computed
 * @param keys the number of idempotency keys that were checked
 * @param checkpoints the number of checkpoints that were checked
 * @param findings what is wrong, in the order of checking, the first {@link #MAX_FINDINGS} of it
 * @param moreFindings the number of findings that are left out
 */
public record FsckReport(
    TreeHead head,
    long entries,
    long nodes,
    long keys,
    long checkpoints,
    List<Finding> findings,
    long moreFindings) {

  /** The most findings that a report lists. */
  public static final int MAX_FINDINGS = 100;

  /** Whether nothing is wrong. */
  public boolean isClean() {
    return findings.isEmpty();
  }
}
