package dev.cairn.server.store.lmdb;

import dev.cairn.server.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The file in which LMDB counts readers. LMDB makes it without writing it, and maps it: where the
 * disk has no room for a page of it, the process ends when it touches that page.
 */
final class LockFile {
  private static final String NAME = "lock.mdb";

  /** More than {@link LmdbOptions#DEFAULT} needs; what is there is all used for readers. */
  private static final int BYTES = 16 << 10;

  private static final int PAGE = 4 << 10;

  private LockFile() {}

  /**
   * Makes sure that the whole file has its room on the disk. Not to be called while this process
   * has the store open, which would lose its lock.
   *
   * @throws StoreException of kind {@link StoreException.Kind#FULL} if it cannot be
   */
  static void allocate(Path folder) {
    Path file = folder.resolve(NAME);
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      if (channel.size() < BYTES) {
        // The first page has been written by whoever made the file.
        long at = Math.min(channel.size(), PAGE);
        ByteBuffer zeros = ByteBuffer.allocate((int) (BYTES - at));
        while (zeros.hasRemaining()) {
          at += channel.write(zeros, at);
        }
      }
    } catch (IOException e) {
      throw new StoreException(
          StoreException.Kind.FULL, file + " cannot be made: " + e.getMessage(), e);
    }
  }
}
