package dev.cairn.witness.poll;

import dev.cairn.tree.merkle.TreeHead;

/** What came of one attempt. */
public sealed interface PollOutcome {

  /** The log's checkpoint is cosigned, and its head is the known one. */
  record Cosigned(TreeHead head) implements PollOutcome {}

  /**
   * The source has an older checkpoint than the witness knows: a cache, or a copy that lags.
   * Nothing was submitted, nothing has changed.
   *
   * @param size of the older checkpoint
   * @param knownSize of the known head, which is larger
   */
  record Behind(long size, long knownSize) implements PollOutcome {}

  /** The log's key has signed a head that does not extend the known one. Nothing has changed. */
  record Forked(ForkEvidence evidence) implements PollOutcome {}

  /**
   * There was nothing to cosign, for now. Nothing has changed.
   *
   * @param message one line for a person
   */
  record Failed(String message) implements PollOutcome {}
}
