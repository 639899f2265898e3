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

  /** What a note shows. */
  sealed interface Verdict {
    /** Nothing: it is no checkpoint that the log has signed. */
    record Nothing() implements Verdict {}

    /** A head of the log's own history. */
    record Own() implements Verdict {}

    /** A head of the log's own history that the log itself has not published again yet. */
    record Ahead() implements Verdict {}

    /** A head that the log has declared lost. */
    record DeclaredLost(long size) implements Verdict {}

    /** Another history: the log must sign nothing more. */
    record Foreign(String reason) implements Verdict {}
  }

  /** Why the log must sign nothing more, if this note shows it. */
  public Optional<String> shownBy(byte[] note) {
    return judge(note) instanceof Verdict.Foreign(String reason)
        ? Optional.of(reason)
        : Optional.empty();
  }

  Verdict judge(byte[] note) {
    TreeHead shown;
    try {
      shown = SignedCheckpoint.open(note, log).head();
    } catch (MalformedException | VerificationException e) {
      return new Verdict.Nothing();
    }
    if (history.isDeclaredLost(shown)) {
      return new Verdict.DeclaredLost(shown.size());
    }
    TreeHead newest = history.newest().head();
    if (shown.size() > newest.size()) {
      Optional<TreeHead> stored = history.stored(shown.size());
      if (stored.isEmpty()) {
        return new Verdict.Foreign(ahead(shown, newest));
      }
      return stored.get().equals(shown)
          ? new Verdict.Ahead()
          : new Verdict.Foreign(forked(shown, stored.get()));
    }
    TreeHead own = history.head(shown.size());
    return own.equals(shown) ? new Verdict.Own() : new Verdict.Foreign(forked(shown, own));
  }

  private static String ahead(TreeHead shown, TreeHead newest) {
    return "it has a checkpoint of size %d that this log signed, and the newest one here has size %d: the data folder is an older copy; put back the newest one, or bring it up from a copy of the log with cairn catch-up; only if there is none, see cairn declare-loss --help"
        .formatted(shown.size(), newest.size());
  }

  private static String forked(TreeHead shown, TreeHead own) {
    return "it has a checkpoint of size %d that this log signed, with root %s, and the tree here has %s at that size: two histories were signed"
        .formatted(shown.size(), shown.root(), own.root());
  }
}
