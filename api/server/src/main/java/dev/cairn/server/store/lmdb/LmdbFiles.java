package dev.cairn.server.store.lmdb;

import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.StoreException;
import java.nio.file.Path;

/** What any file of LMDB needs before LMDB sees it; for others than the store. */
public final class LmdbFiles {
  private LmdbFiles() {}

  /** Makes what LMDB needs besides its file, before the folder is opened to be written to. */
  public static void allocateLock(Path folder) {
    LockFile.allocate(folder);
  }

  /** Loads LMDB's library, as the store does, unless it is loaded. */
  public static void loadLibrary() {
    NativeLibrary.load();
  }

  /**
   * Refuses a folder without a whole LMDB file, as far as a quick walk shows: LMDB would end the
   * process when it reads beyond the end of one.
   *
   * @return the length of the file
   * @throws StoreException if there is none, or it is damaged
   */
  public static long check(Path folder) {
    return StoreFiles.check(folder);
  }

  /**
   * Refuses if there may be no room on the folder's disk for a commit that adds {@code bytes} and
   * leaves the reserve.
   *
   * @throws StoreException of kind {@link StoreException.Kind#FULL}
   */
  public static void requireRoom(Path folder, long bytes) {
    DiskSpace.of(folder).require(bytes + LogStore.RESERVE_BYTES);
  }
}
