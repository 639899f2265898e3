package dev.cairn.server.log;

import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.folder.HeadFile;
import dev.cairn.server.store.LogStore;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.note.VerifierKey;
import java.nio.file.Path;

/** Lets the simulation start a log as {@link HostedLog#open} does. */
public final class SimulatedStart {
  private SimulatedStart() {}

  /** Whether a store may be signed over. */
  public static SignedCheckpoint check(VerifierKey log, LogStore store, HeadFile memory)
      throws DataFolderException {
    return StartCheck.startFrom(Path.of("log"), log, store, memory);
  }
}
