package dev.cairn.server.log;

import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.folder.HeadFile;
import dev.cairn.server.store.LogStore;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Prover;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.VerifierKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * Whether a store may be signed over: it must have all that was ever published of it. A store
 * restored from an older copy has not, and would soon sign a second history.
 */
final class StartCheck {
  private StartCheck() {}

  /**
   * Checks the store of a log that is to run, and makes durable what it starts from: a crash may
   * have left the newest checkpoint where it can be read, and a power loss may yet take it away.
   */
  static SignedCheckpoint startFrom(Path folder, VerifierKey log, LogStore store, HeadFile memory)
      throws DataFolderException {
    SignedCheckpoint published = newestPublished(folder, log, store, memory);
    try {
      memory.remember(published);
    } catch (UncheckedIOException e) {
      throw new DataFolderException(folder + " cannot be written: " + e.getMessage(), e);
    }
    return published;
  }

  static SignedCheckpoint newestPublished(DataFolder folder, LogStore store, HeadFile memory)
      throws DataFolderException {
    return newestPublished(folder.path(), folder.verifierKey(), store, memory);
  }

  static SignedCheckpoint newestPublished(
      Path folder, VerifierKey log, LogStore store, HeadFile memory) throws DataFolderException {
    SignedCheckpoint published = read(folder, log, memory);
    TreeHead head = published.head();
    if (head.size() > store.head().size()) {
      throw new DataFolderException(
          "the store in %s has %d entries, but a checkpoint of %d was published: it is an older copy; put back the newest one"
              .formatted(folder, store.head().size(), head.size()));
    }
    TreeHead stored = store.read(view -> new Prover(view).head(head.size()));
    if (!stored.equals(head)) {
      throw new DataFolderException(
          "the store in %s is not the tree that was published at size %d; put back the one that was"
              .formatted(folder, head.size()));
    }
    return published;
  }

  private static SignedCheckpoint read(Path folder, VerifierKey log, HeadFile memory)
      throws DataFolderException {
    try {
      return memory
          .newest(log)
          .orElseThrow(
              () ->
                  new DataFolderException(
                      "%s has no checkpoint signed by %s; restore the file"
                          .formatted(folder.resolve("published"), log.name())));
    } catch (IOException e) {
      throw new DataFolderException(folder + ": " + e.getMessage(), e);
    }
  }
}
