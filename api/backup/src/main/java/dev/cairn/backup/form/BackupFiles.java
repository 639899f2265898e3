package dev.cairn.backup.form;

import dev.cairn.tree.MalformedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The files of a backup, in a folder or in one archive. Nothing that they say is checked. */
public interface BackupFiles extends AutoCloseable {
  /** What the name of an archive ends with. */
  String ARCHIVE = ".tar";

  /** Whether a path is that of an archive, not of a folder. */
  static boolean isArchive(Path path) {
    return String.valueOf(path.getFileName()).endsWith(ARCHIVE);
  }

  /**
   * Opens what is there.
   *
   * @throws BackupException if there is neither a folder nor an archive
   */
  static BackupFiles open(Path path) throws BackupException {
    if (Files.isDirectory(path)) {
      return new BackupFolderFiles(path);
    }
    if (Files.isRegularFile(path)) {
      return BackupArchiveFiles.open(path);
    }
    throw BackupException.unusable("there is no backup at " + path);
  }

  /**
   * Opens a file.
   *
   * @param path below the backup's folder
   * @return empty if there is no regular file of that path; to be closed by the caller
   */
  Optional<InputStream> open(String path) throws IOException;

  /**
   * Reads a file.
   *
   * @throws MalformedException if it has more than {@code maxBytes}
   */
  default Optional<byte[]> read(String path, int maxBytes) throws IOException, MalformedException {
    Optional<InputStream> file = open(path);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = file.get()) {
      byte[] bytes = in.readNBytes(maxBytes + 1);
      if (bytes.length > maxBytes) {
        throw new MalformedException(path + " is larger than " + maxBytes + " bytes");
      }
      return Optional.of(bytes);
    }
  }

  @Override
  void close();
}
