package dev.cairn.server.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The right to use a data folder, held by one process at a time. The operating system takes it back
 * when the process ends, however it ends.
 */
final class FolderLock implements AutoCloseable {
  private final Optional<FileChannel> channel;

  private FolderLock(Optional<FileChannel> channel) {
    this.channel = channel;
  }

  static FolderLock take(Path file) throws DataFolderException {
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isFree(channel)) {
        channel.close();
        throw inUse(file);
      }
      return new FolderLock(Optional.of(channel));
    } catch (IOException e) {
      throw new DataFolderException(file + " cannot be locked: " + e.getMessage(), e);
    }
  }

  /**
   * The right to read a folder that nobody writes to; it is not waited for, and not needed where
   * the file cannot be had.
   */
  static FolderLock share(Path file) throws DataFolderException {
    try {
      if (!Files.isReadable(file)) {
        return new FolderLock(Optional.empty());
      }
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      if (channel.tryLock(0, Long.MAX_VALUE, true) == null) {
        channel.close();
        throw inUse(file);
      }
      return new FolderLock(Optional.of(channel));
    } catch (OverlappingFileLockException e) {
      throw inUse(file);
    } catch (IOException e) {
      throw new DataFolderException(file + " cannot be locked: " + e.getMessage(), e);
    }
  }

  private static DataFolderException inUse(Path file) {
    return new DataFolderException(
        file.toAbsolutePath().getParent() + " is in use by another process; stop that one first");
  }

  /** Takes the lock on a file, if nobody has it. It is given back when the channel is closed. */
  static boolean isFree(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    if (channel.isPresent()) {
      channel.get().close();
    }
  }
}
