package dev.cairn.backup.form;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** A backup in a folder. */
final class BackupFolderFiles implements BackupFiles {
  private final Path folder;

  BackupFolderFiles(Path folder) {
    this.folder = folder;
  }

  @Override
  public Optional<InputStream> open(String path) throws IOException {
    Path file = folder.resolve(path);
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        ? Optional.of(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS))
        : Optional.empty();
  }

  @Override
  public void close() {}

  @Override
  public String toString() {
    return folder.toString();
  }
}
