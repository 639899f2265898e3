package dev.cairn.server.folder;

import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.note.SignedNote;
import dev.cairn.tree.note.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A log's data folder, looked at while another process may be using it. Nothing in it is opened for
 * writing, and nothing is locked.
 *
 * @param path the folder
 * @param verifierKey the log's public key; its name is the log's origin
 */
public record FolderView(Path path, VerifierKey verifierKey) {
  /** How often a file is read again that was written meanwhile. */
  private static final int ATTEMPTS = 10;

  /**
   * Looks at a folder.
   *
   * @throws DataFolderException if it is no log's folder, damaged, or of a newer format
   */
  public static FolderView of(Path path) throws DataFolderException {
    return new FolderView(path, DataFolder.describe(path).verifierKey(path));
  }

  /** Where the store is. */
  public Path storeFolder() {
    return path.resolve(DataFolder.STORE);
  }

  /** Where the signing key is. */
  public Path keyFile() {
    return path.resolve(DataFolder.KEY);
  }

  /**
   * The newest published checkpoint. Whatever it covers is in the store.
   *
   * @throws DataFolderException if there is none that the log has signed
   */
  public SignedCheckpoint published() throws DataFolderException {
    Path file = path.resolve(DataFolder.PUBLISHED);
    return newest(file)
        .orElseThrow(
            () ->
                new DataFolderException(
                    file + " has no checkpoint signed by " + verifierKey.name()));
  }

  /** The newest witnessed checkpoint, if there is one. */
  public Optional<SignedCheckpoint> witnessed() throws DataFolderException {
    Path file = path.resolve(DataFolder.WITNESSED);
    return Files.exists(file) ? newest(file) : Optional.empty();
  }

  /** The losses that the log has declared, the oldest first. */
  public List<SignedNote> losses() throws DataFolderException {
    return Losses.read(path.resolve(DataFolder.LOSSES), verifierKey).all().stream()
        .map(Losses.Declared::note)
        .toList();
  }

  /** A slot that is being written is no checkpoint; both may have been, one after the other. */
  private Optional<SignedCheckpoint> newest(Path file) throws DataFolderException {
    try {
      Optional<SignedCheckpoint> newest = Optional.empty();
      for (int i = 0; i < ATTEMPTS && newest.isEmpty(); i++) {
        newest = HeadFile.peek(file, verifierKey);
      }
      return newest;
    } catch (IOException e) {
      throw new DataFolderException(file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
