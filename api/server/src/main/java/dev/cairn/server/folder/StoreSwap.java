package dev.cairn.server.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Puts a repaired store in the place of a damaged one, by renames: whenever the process ends, the
 * folder has the one or the other.
 */
final class StoreSwap {
  private static final String REPAIR = "store.repair";
  private static final String ACCEPTED = "store.accepted";
  private static final String DAMAGED = "store.damaged-";
  private static final int MAX_DAMAGED = 1_000;

  private StoreSwap() {}

  /** Where a store is made anew. */
  static Path repairFolder(Path folder) {
    return folder.resolve(REPAIR);
  }

  /**
   * Swaps. What is derived from the store is deleted first, since it may be damaged like it.
   *
   * @return where the damaged store is kept
   */
  static Path swap(Path folder) throws IOException {
    Path store = folder.resolve(DataFolder.STORE);
    deleteIndexes(folder);
    sync(repairFolder(folder));
    sync(folder);
    Path kept = free(folder);
    // Only what has this name is ever made the store, so that a store that is away is missed.
    Files.move(repairFolder(folder), folder.resolve(ACCEPTED), StandardCopyOption.ATOMIC_MOVE);
    sync(folder);
    Files.move(store, kept, StandardCopyOption.ATOMIC_MOVE);
    // Whoever opens the folder between these two moves makes the second one.
    sync(folder);
    finish(folder);
    return kept;
  }

  /** Deletes what is derived from the store and built anew when it is missing. */
  static void deleteIndexes(Path folder) throws IOException {
    for (String derived : List.of(DataFolder.INDEX, DataFolder.EVENTS)) {
      if (Files.exists(folder.resolve(derived))) {
        Restoration.delete(folder.resolve(derived));
      }
    }
  }

  /**
   * Makes the last move of a swap, if that alone is missing. A swap that had not begun to move the
   * damaged store is given up: the log may go on with it, and be ahead of the other one then.
   */
  static void finish(Path folder) throws IOException {
    Path accepted = folder.resolve(ACCEPTED);
    if (!Files.isDirectory(accepted)) {
      return;
    }
    if (Files.notExists(folder.resolve(DataFolder.STORE), LinkOption.NOFOLLOW_LINKS)) {
      Files.move(accepted, folder.resolve(DataFolder.STORE), StandardCopyOption.ATOMIC_MOVE);
      sync(folder);
    } else {
      Restoration.delete(accepted);
    }
  }

  private static Path free(Path folder) throws IOException {
    for (int i = 1; i <= MAX_DAMAGED; i++) {
      Path kept = folder.resolve(DAMAGED + i);
      if (Files.notExists(kept)) {
        return kept;
      }
    }
    throw new IOException(folder + " has " + MAX_DAMAGED + " damaged stores; delete some");
  }

  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
