package dev.cairn.backup.form;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/** A backup in a tar file, read in its place. */
final class BackupArchiveFiles implements BackupFiles {
  private final Path path;
  private final TarFile archive;
  private final Map<String, TarArchiveEntry> entries;

  private BackupArchiveFiles(Path path, TarFile archive, Map<String, TarArchiveEntry> entries) {
    this.path = path;
    this.archive = archive;
    this.entries = entries;
  }

  static BackupArchiveFiles open(Path path) throws BackupException {
    TarFile archive;
    try {
      archive = new TarFile(path);
    } catch (IOException | IllegalArgumentException e) {
      throw BackupException.damaged(path + " cannot be read as an archive: " + e.getMessage(), e);
    }
    Map<String, TarArchiveEntry> entries = new HashMap<>();
    for (TarArchiveEntry entry : archive.getEntries()) {
      if (entry.isFile() && entries.put(entry.getName(), entry) != null) {
        close(archive);
        throw BackupException.damaged(path + " has " + entry.getName() + " twice");
      }
    }
    return new BackupArchiveFiles(path, archive, entries);
  }

  @Override
  public Optional<InputStream> open(String path) throws IOException {
    TarArchiveEntry entry = entries.get(path);
    return entry == null ? Optional.empty() : Optional.of(archive.getInputStream(entry));
  }

  @Override
  public void close() {
    close(archive);
  }

  private static void close(TarFile archive) {
    try {
      archive.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
