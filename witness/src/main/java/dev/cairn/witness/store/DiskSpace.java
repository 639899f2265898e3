package dev.cairn.witness.store;

import dev.cairn.witness.store.StoreException.Kind;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The room left on the disk. It is asked for before each commit, because a disk that fills up in
 * the middle of one looks like any other failure of the disk, which ends all writing.
 */
final class DiskSpace {
  // More than the pages that the largest commit writes.
  private static final long NEEDED_BYTES = 32L << 20;

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
      throw new StoreException(Kind.FAILED, "cannot ask for the room on the disk", e);
    }
  }

  /** Refuses if there may not be room for a commit. */
  void require() {
    try {
      if (known && disk.getUsableSpace() < NEEDED_BYTES) {
        throw new StoreException(Kind.FULL, "the disk is full; free some space");
      }
    } catch (IOException e) {
      throw new StoreException(Kind.FAILED, "cannot ask for the room on the disk", e);
    }
  }
}
