package dev.cairn.server.store.lmdb;

import dev.cairn.server.store.StoreException;
import dev.cairn.server.store.StoreException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * The folder of a store, before LMDB sees it: LMDB makes what is missing, takes an empty file for
 * an empty database, and ends the process when it reads beyond the end of a file cut short.
 */
final class StoreFiles {
  /** LMDB's name for its file. */
  static final String DATA = "data.mdb";

  private static final int META_ATTEMPTS = 100;

  private StoreFiles() {}

  /** Makes the folder of a new store. */
  static void makeFolder(Path folder) {
    try {
      Files.createDirectories(folder);
      try (Stream<Path> content = Files.list(folder)) {
        if (content.findAny().isPresent()) {
          throw new StoreException(
              Kind.UNUSABLE, folder + " is not empty; choose another folder for a new store");
        }
      }
    } catch (IOException e) {
      throw new StoreException(Kind.IO, "cannot make the folder " + folder + ": " + e, e);
    }
  }

  /** Makes it durable that a folder has the files that were made in it. */
  static void syncFolder(Path folder) {
    try {
      sync(folder);
      Path parent = folder.toAbsolutePath().getParent();
      if (parent != null) {
        sync(parent);
      }
    } catch (IOException e) {
      throw new StoreException(Kind.IO, "cannot sync the folder " + folder + ": " + e, e);
    }
  }

  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /**
   * Refuses a folder without a whole LMDB file, as far as a quick walk shows.
   *
   * @return the length of the file
   */
  static long check(Path folder) {
    try (PageFile file = open(folder)) {
      MetaPage newest = MetaPage.newest(file);
      // A file that ends early is cut short, unless what lies beyond the end is free.
      boolean whole = file.count() > newest.lastPage();
      (whole ? PageWalk.quick(file, newest) : PageWalk.full(file, newest, _ -> {})).walk();
      return file.bytes();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  /**
   * Makes durable what a folder's file says was committed last, before anything is built upon it.
   * What is read now may be in the operating system's memory only: a process that was killed, or
   * whose sync failed, leaves it there, and a power loss would take it back together with what was
   * acknowledged on top of it.
   *
   * <p>A sync alone is not enough: after one that failed, the operating system takes the pages for
   * written, and the next one returns at once. So both pages that say what was committed are
   * written again as they are read: also the older one, which on the disk may be a newer one that
   * was never to count. Whatever they lead to was synced before they were written.
   *
   * @throws StoreException if it cannot be made durable
   */
  static void settle(Path folder) {
    Path path = folder.resolve(DATA);
    try (PageFile pages = open(folder);
        FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
      for (long page = 0; page < 2; page++) {
        ByteBuffer bytes = pages.readPage(page);
        long at = page * pages.pageSize();
        while (bytes.hasRemaining()) {
          at += file.write(bytes, at);
        }
      }
      file.force(false);
    } catch (IOException e) {
      throw new StoreException(Kind.IO, path + " cannot be written: " + e.getMessage(), e);
    }
  }

  /**
   * Refuses a folder without an LMDB file, which another process may be writing to.
   *
   * @return the length of the file
   */
  static long checkBeside(Path folder) {
    try (PageFile file = open(folder)) {
      for (int i = 1; i < META_ATTEMPTS; i++) {
        try {
          MetaPage.newest(file);
          return file.bytes();
        } catch (StoreException _) {
          // Perhaps it was just being written.
          Thread.onSpinWait();
        }
      }
      MetaPage.newest(file);
      return file.bytes();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  /** Checks every page that is in use. */
  static void checkPages(Path folder, LongConsumer progress) {
    try (PageFile file = open(folder)) {
      PageWalk.full(file, MetaPage.newest(file), progress).walk();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  private static PageFile open(Path folder) throws IOException {
    Path file = folder.resolve(DATA);
    if (!Files.isRegularFile(file)) {
      throw new StoreException(
          Kind.UNUSABLE, file + " is missing; restore it from a backup, or create a new log");
    }
    return PageFile.open(file);
  }

  private static StoreException unreadable(Path folder, IOException e) {
    return new StoreException(
        Kind.IO, folder.resolve(DATA) + " cannot be read: " + e.getMessage(), e);
  }
}
