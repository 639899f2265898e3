package dev.cairn.witness.store;

import dev.cairn.witness.store.StoreException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/**
 * The store's file, before LMDB sees it: LMDB makes what is missing, takes an empty file for an
 * empty database, and ends the process when it reads beyond the end of a file cut short.
 *
 * <p>The file is always as long as the map, most of it a hole that takes no room on the disk. So a
 * file shorter than the pages in use has lost some.
 */
final class StoreFile {
  /** LMDB's name for it. */
  private static final String NAME = "data.mdb";

  // The layout of a page, and of the two pages at the beginning (MDB_meta).
  private static final int PAGE_HEADER = 16;
  private static final int FLAGS = 10;
  private static final int META_FLAG = 0x08;
  private static final int MAGIC = 0xBEEFC0DE;
  private static final int DATA_VERSION = 1;
  private static final int PAGE_SIZE = PAGE_HEADER + 24;
  private static final int LAST_PAGE = PAGE_SIZE + 96;
  private static final int TRANSACTION = LAST_PAGE + Long.BYTES;
  private static final int META_BYTES = TRANSACTION + Long.BYTES;
  private static final int MAX_PAGE_BYTES = 65_536;

  private final Path path;

  private StoreFile(Path path) {
    this.path = path;
  }

  static StoreFile in(Path folder) {
    return new StoreFile(folder.resolve(NAME));
  }

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
      throw new StoreException(Kind.FAILED, "cannot make the folder " + folder + ": " + e, e);
    }
  }

  /** Makes it durable that a folder has the files that were made in it. */
  static void syncFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      throw new StoreException(Kind.FAILED, "cannot sync the folder " + folder + ": " + e, e);
    }
  }

  /** Makes the file as long as this, if it is shorter, without taking room on the disk for it. */
  void extend(long bytes) {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      if (channel.size() < bytes) {
        channel.write(ByteBuffer.allocate(1), bytes - 1);
      }
    } catch (IOException e) {
      throw new StoreException(Kind.FULL, path + " cannot be extended: " + e.getMessage(), e);
    }
  }

  /**
   * Refuses a file that is missing, is no LMDB file, or lacks pages.
   *
   * @return its length
   */
  long check() {
    if (!Files.isRegularFile(path)) {
      throw new StoreException(
          Kind.UNUSABLE, path + " is missing; restore it from a backup, or make a new witness");
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long length = channel.size();
      if (length == 0) {
        throw damaged("it is empty");
      }
      long pageBytes = pageBytes(channel);
      ByteBuffer even = meta(channel, 0);
      ByteBuffer odd = meta(channel, pageBytes);
      ByteBuffer newest = even.getLong(TRANSACTION) > odd.getLong(TRANSACTION) ? even : odd;
      long lastPage = newest.getLong(LAST_PAGE);
      if (lastPage < 1 || lastPage >= Long.MAX_VALUE / MAX_PAGE_BYTES) {
        throw damaged("its first pages make no sense");
      }
      if (length < (lastPage + 1) * pageBytes) {
        throw damaged("it is cut short at byte " + length);
      }
      return length;
    } catch (IOException e) {
      throw new StoreException(Kind.FAILED, path + " cannot be read: " + e.getMessage(), e);
    }
  }

  private long pageBytes(FileChannel channel) throws IOException {
    int pageBytes = meta(channel, 0).getInt(PAGE_SIZE);
    if (pageBytes < 512 || pageBytes > MAX_PAGE_BYTES || Integer.bitCount(pageBytes) != 1) {
      throw damaged("it does not begin like a store");
    }
    return pageBytes;
  }

  /** Reads the page at {@code offset}, in the byte order of this machine, as LMDB writes it. */
  private ByteBuffer meta(FileChannel channel, long offset) throws IOException {
    ByteBuffer page = ByteBuffer.allocate(META_BYTES).order(ByteOrder.nativeOrder());
    while (page.hasRemaining()) {
      if (channel.read(page, offset + page.position()) < 0) {
        throw damaged("it is cut short within its first pages");
      }
    }
    page.flip();
    if ((page.getShort(FLAGS) & META_FLAG) == 0
        || page.getInt(PAGE_HEADER) != MAGIC
        || page.getInt(PAGE_HEADER + Integer.BYTES) != DATA_VERSION) {
      throw damaged("it does not begin like a store");
    }
    return page;
  }

  private StoreException damaged(String how) {
    return new StoreException(
        Kind.DAMAGED, "%s is damaged: %s; restore it from a backup".formatted(path, how));
  }
}
