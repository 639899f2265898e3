package dev.cairn.server.log;

import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.folder.PublishedMemory;
import dev.cairn.server.store.LogStore;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Gives logs that exist a head file. */
public final class HeadFiles {
  private HeadFiles() {}

  /**
   * Makes a head file that remembers what the folder does.
   *
   * @param folder open, and so of a log that is not running
   * @return what it remembers
   * @throws DataFolderException if the file exists or cannot be written, the store has less than
   *     was published, or the folder was restored and so may have forgotten what was
   */
  public static SignedCheckpoint create(DataFolder folder, Path headFile)
      throws DataFolderException {
    PublishedMemory.requireNew(headFile);
    PublishedMemory.requireApart(folder.path(), headFile);
    if (folder.restored().isPresent()) {
      throw new DataFolderException(
          folder.path()
              + " was restored, and may have forgotten what was published; serve it first, until it may sign");
    }
    try (LogStore store = folder.openStore()) {
      SignedCheckpoint newest = PublishedHeads.of(folder, store).signed();
      PublishedMemory.create(headFile, newest);
      return newest;
    }
  }

  /**
   * Has a log forget when it published its newest head: its clock was ahead then.
   *
   * @param memory of a log that is not running
   */
  public static SignedCheckpoint forgetTime(PublishedMemory memory) throws DataFolderException {
    try {
      memory.forgetTime();
      return memory.newest().checkpoint();
    } catch (UncheckedIOException e) {
      throw new DataFolderException("the time cannot be forgotten: " + e.getMessage(), e);
    }
  }
}
