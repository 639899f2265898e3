package dev.cairn.recorder.outbox;

import dev.cairn.recorder.outbox.OutboxException.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to record from a folder, held by one process at a time, and there once. The operating
 * system takes it back when the process ends, however it ends.
 */
final class FolderLock implements AutoCloseable {
  /** Opening and closing the file a second time would give the first one's lock back (POSIX). */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * @param folder the real path of the folder
   */
  static FolderLock take(Path folder) throws OutboxException {
    if (!HELD.add(folder)) {
      throw inUse(folder, "this process already");
    }
    boolean taken = false;
    try {
      FolderLock lock = new FolderLock(folder, lock(folder));
      taken = true;
      return lock;
    } catch (IOException e) {
      throw new OutboxException(Kind.FAILED, folder + " cannot be locked: " + e.getMessage(), e);
    } finally {
      if (!taken) {
        HELD.remove(folder);
      }
    }
  }

  private static FileChannel lock(Path folder) throws IOException, OutboxException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve("outbox.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (channel.tryLock() == null) {
      channel.close();
      throw inUse(folder, "another process");
    }
    return channel;
  }

  private static OutboxException inUse(Path folder, String by) {
    return new OutboxException(
        Kind.IN_USE,
        "the outbox in "
            + folder
            + " is in use by "
            + by
            + "; every recording process needs a folder of its own");
  }

  @Override
  public void close() throws IOException {
    channel.close();
    HELD.remove(folder);
  }
}
