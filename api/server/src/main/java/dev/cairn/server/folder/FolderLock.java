package dev.cairn.server.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The right to use a data folder, held by one process at a time. The operating system takes it back
 * when the process ends, however it ends.
 */
final class FolderLock implements AutoCloseable {
  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  static FolderLock take(Path file) throws DataFolderException {
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isFree(channel)) {
        channel.close();
        throw new DataFolderException(
            file.toAbsolutePath().getParent()
                + " is in use by another process; stop that one first");
      }
      return new FolderLock(channel);
    } catch (IOException e) {
      throw new DataFolderException(file + " cannot be locked: " + e.getMessage(), e);
    }
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
    channel.close();
  }
}
