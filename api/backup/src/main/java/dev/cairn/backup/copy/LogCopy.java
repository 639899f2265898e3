package dev.cairn.backup.copy;

import dev.cairn.backup.form.BackupDescription;
import dev.cairn.backup.form.BackupException;
import dev.cairn.backup.form.BackupFiles;
import dev.cairn.backup.form.BackupPaths;
import dev.cairn.backup.form.BackupTiles;
import dev.cairn.client.LogException;
import dev.cairn.client.UnreachableException;
import dev.cairn.client.tiles.TiledLogReader;
import dev.cairn.client.tiles.TilesLocation;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.tree.tiles.TileCache;
import dev.cairn.tree.tiles.TileSource;
import dev.cairn.tree.tiles.TiledTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An open copy of a log. Its checkpoint is signed by the log; all else is verified as it is read.
 */
public final class LogCopy implements AutoCloseable {
  private static final int CACHED_TILES = 1_024;

  private final String name;
  private final SignedCheckpoint checkpoint;
  private final TileSource tiles;
  private final Optional<Backup> backup;
  private final AutoCloseable files;
  private final TileCache cache = new TileCache(CACHED_TILES);

  /** What only a backup has. */
  public record Backup(BackupFiles files, BackupDescription description) {}

  private LogCopy(
      String name,
      SignedCheckpoint checkpoint,
      TileSource tiles,
      Optional<Backup> backup,
      AutoCloseable files) {
    this.name = name;
    this.checkpoint = checkpoint;
    this.tiles = tiles;
    this.backup = backup;
    this.files = files;
  }

  /**
   * Opens what is at a location.
   *
   * @param location a backup's folder or archive; a folder or the URL of a log's static files
   * @param log the log's key; may be empty for a backup, whose own one is taken then
   * @throws BackupException if there is no copy, or it is another log's, or its checkpoint is not
   *     signed
   * @throws LogException if it cannot be read now
   */
  public static LogCopy open(String location, Optional<VerifierKey> log)
      throws BackupException, LogException {
    TilesLocation parsed;
    try {
      parsed = TilesLocation.parse(location);
    } catch (MalformedException e) {
      throw BackupException.unusable(location + ": " + e.getMessage(), e);
    }
    if (parsed instanceof TilesLocation.Folder folder && isBackup(folder.path())) {
      return openBackup(folder.path(), log);
    }
    if (log.isEmpty()) {
      throw BackupException.unusable(
          location + " has no " + BackupPaths.DESCRIPTION + ": give the log's key with --vkey");
    }
    return openTiles(parsed, log.get());
  }

  private static boolean isBackup(Path path) {
    return Files.isRegularFile(path) || Files.exists(path.resolve(BackupPaths.DESCRIPTION));
  }

  private static LogCopy openBackup(Path path, Optional<VerifierKey> log) throws BackupException {
    BackupFiles files = BackupFiles.open(path);
    boolean opened = false;
    try {
      BackupDescription description = BackupDescription.read(files);
      if (log.isPresent() && !log.get().equals(description.log())) {
        throw BackupException.unusable(
            "%s is a backup of %s, not of %s".formatted(path, description.log(), log.get()));
      }
      opened = true;
      return new LogCopy(
          path.toString(),
          description.checkpoint(),
          new BackupTiles(files),
          Optional.of(new Backup(files, description)),
          files);
    } finally {
      if (!opened) {
        files.close();
      }
    }
  }

  private static LogCopy openTiles(TilesLocation location, VerifierKey log)
      throws BackupException, LogException {
    TiledLogReader reader = TiledLogReader.open(location);
    boolean opened = false;
    try {
      SignedCheckpoint checkpoint = SignedCheckpoint.open(reader.checkpoint(), log);
      opened = true;
      return new LogCopy(location.toString(), checkpoint, reader, Optional.empty(), reader);
    } catch (MalformedException | VerificationException e) {
      throw BackupException.damaged(
          "the checkpoint at %s is not one of %s: %s"
              .formatted(location, log.name(), e.getMessage()),
          e);
    } catch (IOException e) {
      throw new UnreachableException(String.valueOf(e.getMessage()), e);
    } finally {
      if (!opened) {
        reader.close();
      }
    }
  }

  /** The newest checkpoint of the copy. */
  public SignedCheckpoint checkpoint() {
    return checkpoint;
  }

  /** The tree under the checkpoint; whatever it gives is verified. */
  public TiledTree tree() {
    return new TiledTree(checkpoint.head(), tiles, cache);
  }

  /**
   * The head that the copy's tree had at a smaller size.
   *
   * @param size at most that of the checkpoint
   */
  public TreeHead head(long size) throws BackupException, LogException {
    try {
      return size == 0 ? TreeHead.EMPTY : tree().head(size);
    } catch (VerificationException e) {
      throw BackupException.damaged(name + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UnreachableException(String.valueOf(e.getMessage()), e);
    }
  }

  /** What only a backup has; empty if the copy is none. */
  public Optional<Backup> backup() {
    return backup;
  }

  /** The location. */
  @Override
  public String toString() {
    return name;
  }

  @Override
  public void close() {
    try {
      files.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("closing " + name, e);
    }
  }
}
