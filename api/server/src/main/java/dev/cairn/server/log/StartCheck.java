package dev.cairn.server.log;

import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.folder.HeadFile;
import dev.cairn.server.store.LogStore;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Prover;
import dev.cairn.tree.merkle.TreeHead;
import java.io.IOException;

/**
 * Whether a store may be signed over: it must have all that was ever published of it. A store
 * restored from an older copy has not, and would soon sign a second history.
 */
final class StartCheck {
  private StartCheck() {}

  static SignedCheckpoint newestPublished(DataFolder folder, LogStore store, HeadFile memory)
      throws DataFolderException {
    SignedCheckpoint published = read(folder, memory);
    TreeHead head = published.head();
    if (head.size() > store.head().size()) {
      throw new DataFolderException(
          "the store in %s has %d entries, but a checkpoint of %d was published: it is an older copy; put back the newest one"
              .formatted(folder.path(), store.head().size(), head.size()));
    }
    TreeHead stored = store.read(view -> new Prover(view).head(head.size()));
    if (!stored.equals(head)) {
      throw new DataFolderException(
          "the store in %s is not the tree that was published at size %d; put back the one that was"
              .formatted(folder.path(), head.size()));
    }
    return published;
  }

  private static SignedCheckpoint read(DataFolder folder, HeadFile memory)
      throws DataFolderException {
    try {
      return memory
          .newest(folder.verifierKey())
          .orElseThrow(
              () ->
                  new DataFolderException(
                      "%s has no checkpoint signed by %s; restore the file"
                          .formatted(
                              folder.path().resolve("published"), folder.verifierKey().name())));
    } catch (IOException e) {
      throw new DataFolderException(folder.path() + ": " + e.getMessage(), e);
    }
  }
}
