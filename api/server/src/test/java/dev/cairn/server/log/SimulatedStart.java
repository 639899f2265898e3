package dev.cairn.server.log;

import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.folder.HeadFile;
import dev.cairn.server.folder.PublishedMemory;
import dev.cairn.server.publish.Publication;
import dev.cairn.server.store.LogStore;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.note.VerifierKey;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Lets the simulation start a log as {@link HostedLog#open} does. */
public final class SimulatedStart {
  private static final Path FOLDER = Path.of("log");

  private SimulatedStart() {}

  /** Whether a store may be signed over, from what its memory is made to remember durably. */
  public static SignedCheckpoint check(VerifierKey log, LogStore store, HeadFile heads)
      throws DataFolderException {
    try {
      PublishedMemory memory = PublishedMemory.of(FOLDER, log, heads);
      Publication newest = StartCheck.newest(FOLDER, store, memory);
      memory.renew();
      return newest.checkpoint();
    } catch (UncheckedIOException e) {
      throw new DataFolderException(FOLDER + ": " + e.getMessage(), e);
    }
  }
}
