package dev.cairn.server.store.lmdb;

import dev.cairn.server.store.StoreException;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The room left on the disk. It is asked for before each commit, because a disk that fills up in
 * the middle of one looks to LMDB like any other failure of the disk, which ends all writing.
 */
final class DiskSpace {
  // Beyond what a commit adds: the pages on the way to what changes, which are written anew.
  private static final long MARGIN_BYTES = 512 * 1_024;

  private final FileStore disk;
  // Some file systems do not know how much room they have.
  private final boolean known;

  private DiskSpace(FileStore disk, boolean known) {
    this.disk = disk;
    this.known = known;
  }

  static DiskSpace of(Path folder) {
    try {
      FileStore disk = Files.getFileStore(folder);
      return new DiskSpace(disk, disk.getTotalSpace() > 0);
    } catch (IOException e) {
      throw new StoreException(StoreException.Kind.IO, "cannot ask for the room on the disk", e);
    }
  }

  /** Refuses if there may not be room for a commit that adds {@code bytes}. */
  void require(long bytes) {
    try {
      if (known && disk.getUsableSpace() < bytes + bytes / 4 + MARGIN_BYTES) {
        throw new StoreException(
            StoreException.Kind.FULL, "the disk is full, or nearly so; free some space");
      }
    } catch (IOException e) {
      throw new StoreException(StoreException.Kind.IO, "cannot ask for the room on the disk", e);
    }
  }
}
