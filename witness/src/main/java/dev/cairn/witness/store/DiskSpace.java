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
  // A row's page and its overflow pages, and the pages on the way to them.
  private static final long ROW_BYTES = 16 << 10;
  private static final long MARGIN_BYTES = 256 << 10;

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

  /** Refuses if there may not be room for a commit that changes so many rows. */
  void require(int rows) {
    try {
      if (known && disk.getUsableSpace() < MARGIN_BYTES + rows * ROW_BYTES) {
        throw new StoreException(Kind.FULL, "the disk is full; free some space");
      }
    } catch (IOException e) {
      throw new StoreException(Kind.FAILED, "cannot ask for the room on the disk", e);
    }
  }
}
