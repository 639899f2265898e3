package dev.cairn.server.log;

import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.folder.HeadFile;
import dev.cairn.server.folder.PublishedMemory;
import dev.cairn.server.store.LogStore;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/**
 * The newest heads of a log that is not running.
 *
 * @param signed the newest one that was published
 * @param witnessed the newest one that a quorum of witnesses has cosigned, if there is one
 */
public record PublishedHeads(SignedCheckpoint signed, Optional<SignedCheckpoint> witnessed) {
  /**
   * Reads them from an open folder.
   *
   * @throws DataFolderException if the store has not the tree that was published
   */
  public static PublishedHeads of(DataFolder folder, LogStore store) throws DataFolderException {
    try (PublishedMemory memory = PublishedMemory.open(folder)) {
      SignedCheckpoint signed = StartCheck.newest(folder.path(), store, memory).checkpoint();
      return new PublishedHeads(signed, witnessed(folder));
    } catch (IOException e) {
      throw new DataFolderException(folder.path() + ": " + e.getMessage(), e);
    }
  }

  static Optional<SignedCheckpoint> witnessed(DataFolder folder)
      throws DataFolderException, IOException {
    if (!Files.exists(folder.path().resolve("witnessed"))) {
      return Optional.empty(); // opening would make the file
    }
    try (HeadFile memory = folder.openWitnessedHead()) {
      return memory.newest(folder.verifierKey());
    }
  }

  /** The one that a server shows: the witnessed one if there is one. */
  public SignedCheckpoint served() {
    return witnessed.orElse(signed);
  }
}
