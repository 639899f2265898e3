package dev.cairn.backup.write;

import dev.cairn.backup.form.BackupException;
import dev.cairn.backup.form.BackupPaths;
import dev.cairn.client.LogException;
import dev.cairn.server.folder.DataFolderException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Makes a backup as one tar file. It is made as a folder first, which needs as much room again. */
public final class BackupArchive {
  private static final String UNFINISHED = ".unfinished";
  private static final int PRIVATE = 0600;
  private static final int PUBLIC = 0644;

  private final Backup backup;

  /** Of what {@code backup} backs up. */
  public BackupArchive(Backup backup) {
    this.backup = backup;
  }

  /**
   * Writes the archive, in place of one that is there.
   *
   * @param withKey whether the signing key is to be in it, as it is on disk; the archive can be
   *     read by its owner only then
   * @throws BackupException as {@link Backup#into}; an archive that was there is whole then
   */
  public BackupResult write(Path file, boolean withKey)
      throws BackupException, LogException, DataFolderException {
    Path parts = file.resolveSibling(file.getFileName() + UNFINISHED);
    try {
      delete(parts);
      BackupResult result = backup.into(parts, withKey);
      Path next = file.resolveSibling(file.getFileName() + ".next");
      var _ = Files.deleteIfExists(next);
      Files.createFile(
          next,
          PosixFilePermissions.asFileAttribute(
              PosixFilePermissions.fromString(withKey ? "rw-------" : "rw-r--r--")));
      pack(parts, next, FileTime.from(result.description().time()));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
      sync(file.toAbsolutePath().resolveSibling("."));
      delete(parts);
      return result;
    } catch (IOException e) {
      throw BackupException.unusable("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private static void pack(Path folder, Path file, FileTime time) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20);
        TarArchiveOutputStream archive = new TarArchiveOutputStream(out)) {
      archive.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      archive.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      for (Path each : contents(folder)) {
        String name = folder.relativize(each).toString();
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(Files.size(each));
        entry.setLastModifiedTime(time);
        entry.setMode(name.equals(BackupPaths.KEY) ? PRIVATE : PUBLIC);
        archive.putArchiveEntry(entry);
        try (InputStream in = Files.newInputStream(each)) {
          var _ = in.transferTo(archive);
        }
        archive.closeArchiveEntry();
      }
      archive.finish();
    }
    sync(file);
  }

  private static List<Path> contents(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(each -> Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS))
          .filter(each -> !each.endsWith(BackupPaths.LOCK))
          .sorted()
          .toList();
    }
  }

  private static void delete(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      try (DirectoryStream<Path> content = Files.newDirectoryStream(path)) {
        for (Path each : content) {
          delete(each);
        }
      }
    }
    var _ = Files.deleteIfExists(path);
  }

  private static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
