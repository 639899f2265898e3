package dev.cairn.server.witness;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.VerifierKey;
import java.util.Optional;

/**
 * Whether a checkpoint that a witness shows is of another history than the log's own. Only the
 * log's own signature makes it so: a witness alone cannot stop a log.
 *
 * @param log the log's key
 * @param history what the log itself knows
 */
public record ForeignHistory(VerifierKey log, LogHistory history) {

  /** Why the log must sign nothing more, if this note shows it. */
  public Optional<String> shownBy(byte[] note) {
    TreeHead shown;
    try {
      shown = SignedCheckpoint.open(note, log).head();
    } catch (MalformedException | VerificationException e) {
      return Optional.empty();
    }
    TreeHead newest = history.newest().head();
    if (shown.size() > newest.size()) {
      return Optional.of(
          "it has a checkpoint of size %d that this log signed, and the newest one here has size %d: the data folder is an older copy; put back the newest one"
              .formatted(shown.size(), newest.size()));
    }
    TreeHead own = history.head(shown.size());
    return own.equals(shown)
        ? Optional.empty()
        : Optional.of(
            "it has a checkpoint of size %d that this log signed, with root %s, and the tree here has %s at that size: two histories were signed"
                .formatted(shown.size(), shown.root(), own.root()));
  }
}
