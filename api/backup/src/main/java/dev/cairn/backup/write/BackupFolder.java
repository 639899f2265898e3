package dev.cairn.backup.write;

import dev.cairn.backup.form.BackupDescription;
import dev.cairn.backup.form.BackupException;
import dev.cairn.backup.form.BackupFiles;
import dev.cairn.backup.form.BackupPaths;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** The folder of a backup, written by one process at a time. */
final class BackupFolder implements AutoCloseable {
  private static final String NEXT = ".next";
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<String> OWN =
      Set.of(
          BackupPaths.DESCRIPTION,
          BackupPaths.DESCRIPTION + NEXT,
          BackupPaths.TILES,
          BackupPaths.KEYS,
          BackupPaths.CHECKPOINTS,
          BackupPaths.MANIFESTS,
          BackupPaths.KEY,
          BackupPaths.KEY + NEXT,
          BackupPaths.LOCK);

  private final Path path;
  private final FileChannel lock;
  private final BackupFiles files;

  private BackupFolder(Path path, FileChannel lock, BackupFiles files) {
    this.path = path;
    this.lock = lock;
    this.files = files;
  }

  /** What a file is written by. */
  @FunctionalInterface
  interface Content {
    /** Writes all of it; the stream stays open. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Opens and locks a folder; makes it if there is none.
   *
   * @throws BackupException if something else is in it, another process is writing it, or it cannot
   *     be written
   */
  static BackupFolder open(Path path) throws BackupException {
    try {
      Files.createDirectories(path);
      requireOwn(path);
      FileChannel lock = lock(path);
      for (String each :
          new String[] {BackupPaths.KEYS, BackupPaths.CHECKPOINTS, BackupPaths.MANIFESTS}) {
        Files.createDirectories(path.resolve(each));
      }
      sync(path);
      return new BackupFolder(path, lock, BackupFiles.open(path));
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  private static void requireOwn(Path path) throws IOException, BackupException {
    try (DirectoryStream<Path> content = Files.newDirectoryStream(path)) {
      for (Path each : content) {
        if (!OWN.contains(String.valueOf(each.getFileName()))) {
          throw BackupException.unusable(
              "%s is no backup: there is %s in it; choose an empty folder"
                  .formatted(path, each.getFileName()));
        }
      }
    }
  }

  private static FileChannel lock(Path path) throws IOException, BackupException {
    FileChannel channel =
        FileChannel.open(
            path.resolve(BackupPaths.LOCK),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    boolean taken = false;
    try {
      taken = channel.tryLock() != null; // released with the channel, and by the end of a process
    } catch (OverlappingFileLockException _) {
      taken = false; // by this process itself
    } finally {
      if (!taken) {
        channel.close();
      }
    }
    if (!taken) {
      throw BackupException.unusable(
          path + " is being written by another process; stop that one first");
    }
    return channel;
  }

  /** The description of the backup that is there, if there is one. */
  Optional<BackupDescription> description() throws BackupException {
    return Files.exists(path.resolve(BackupPaths.DESCRIPTION))
        ? Optional.of(BackupDescription.read(files))
        : Optional.empty();
  }

  /** The folder of the static files. */
  Path tiles() {
    return path.resolve(BackupPaths.TILES);
  }

  /** The files, to be read. */
  BackupFiles files() {
    return files;
  }

  /** Writes a file in place of the one that is there; it is on disk once this returns. */
  void put(String name, Content content) throws BackupException {
    put(name, content, false);
  }

  /** As {@link #put(String, Content)}, for a file that only its owner can read. */
  void putPrivate(String name, Content content) throws BackupException {
    put(name, content, true);
  }

  private void put(String name, Content content, boolean ownerOnly) throws BackupException {
    Path file = path.resolve(name);
    Path next = file.resolveSibling(file.getFileName() + NEXT);
    try {
      var _ = Files.deleteIfExists(next);
      if (ownerOnly) {
        Files.createFile(next, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      }
      try (OutputStream out = Files.newOutputStream(next)) {
        content.writeTo(out);
      }
      sync(next);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
      sync(file.resolveSibling("."));
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /** Deletes the signing key, whole or not, if it is there. */
  void deleteKey() throws BackupException {
    delete(BackupPaths.KEY);
    delete(BackupPaths.KEY + NEXT);
  }

  /** Deletes a file, if it is there. */
  void delete(String name) throws BackupException {
    try {
      var _ = Files.deleteIfExists(path.resolve(name));
    } catch (IOException e) {
      throw BackupException.unusable("cannot delete " + path.resolve(name) + ": " + e, e);
    }
  }

  private static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static BackupException unwritable(Path file, IOException e) {
    return BackupException.unusable(
        "cannot write %s: %s; once that is mended, run the same command again"
            .formatted(file, e.getMessage()),
        e);
  }

  @Override
  public void close() {
    files.close();
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
