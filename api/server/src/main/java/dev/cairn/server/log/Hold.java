package dev.cairn.server.log;

import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.folder.PublishedMemory;
import dev.cairn.server.store.LogStore;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import java.util.Optional;

/** What keeps a log from taking appends and from signing when it starts, though nothing failed. */
enum Hold {
  /** Nothing: it was not restored, or its head file vouches for it and it has no witnesses. */
  NONE("it is not held"),

  /** Its head file vouches for it; its witnesses are heard as at every start. */
  WITNESSES("it was restored, and a quorum of its witnesses has yet to say what it remembers"),

  /** Only its witnesses can tell, and only those that say what they remember. */
  ANSWERS("it was restored, and a quorum of its witnesses has yet to say what it remembers"),

  /** There is nobody whom it could ask. */
  NOBODY(
      "it was restored, and nobody is there who remembers whether it has all that was published: start it with its head file or witnesses; if it has none, bring it up with cairn catch-up where a copy is left, and then see cairn declare-loss --help"),

  /** It has published beyond what its head file remembers. */
  STALE_HEAD_FILE(
      "it was restored, and its head file did not keep up: it remembers less than the folder was restored to, and so does not know what was published; bring the folder up with cairn catch-up where a copy is left, or start it with its witnesses, or see cairn declare-loss --help"),

  /** A loss was begun to be declared. */
  DECLARATION(
      "it was restored, and its newest loss statement is not in the log: run cairn declare-loss again, or bring it up with cairn catch-up from a copy that has the statement");

  private final String reason;

  Hold(String reason) {
    this.reason = reason;
  }

  /**
   * What holds the log in a folder.
   *
   * @param memory as it was opened: not renewed
   */
  static Hold of(DataFolder folder, LogStore store, PublishedMemory memory, boolean hasWitnesses)
      throws DataFolderException {
    Optional<SignedCheckpoint> restored = folder.restored();
    if (restored.isEmpty() || folder.isReadOnly()) {
      return NONE;
    }
    if (!LostHeads.isLogged(store, folder.losses())) {
      return DECLARATION;
    }
    // Each head is in the head file before anybody sees it: one that has less was left out.
    Optional<SignedCheckpoint> inHeadFile = memory.inHeadFile();
    boolean hasKeptUp =
        inHeadFile.filter(h -> h.head().size() >= restored.get().head().size()).isPresent()
            && !memory.isHeadFileBehind(); // the folder may have caught up since it was restored
    if (hasKeptUp) {
      return hasWitnesses ? WITNESSES : NONE;
    }
    if (hasWitnesses) {
      return ANSWERS;
    }
    return inHeadFile.isPresent() ? STALE_HEAD_FILE : NOBODY;
  }

  /** Whether something vouches for the log already. */
  boolean isVouchedFor() {
    return this == NONE || this == WITNESSES;
  }

  /** Whether witnesses can end it. */
  boolean endsWithWitnesses() {
    return isVouchedFor() || this == ANSWERS;
  }

  /** Why the log takes no appends, in one line. */
  String reason() {
    return reason;
  }
}
