package dev.cairn.server.store.lmdb;

import dev.cairn.server.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** LMDB's file as pages, read without LMDB and without mapping it. */
final class PageFile implements AutoCloseable {
  /** The size of the header of a page. */
  static final int HEADER = 16;

  /** The byte order of the machine, in which LMDB writes its own numbers. */
  static final ByteOrder ORDER = ByteOrder.nativeOrder();

  /** Where the first page says how big pages are. */
  private static final int PAGE_SIZE_OFFSET = HEADER + 24;

  private static final int FLAGS_OFFSET = 10;
  private static final int MIN_PAGE = 512;
  private static final int MAX_PAGE = 65_536;
  private static final int USUAL_PAGE = 4_096;
  private static final int NONE = 0;

  private final Path path;
  private final FileChannel channel;
  private final long bytes;
  private final int pageSize;

  private PageFile(Path path, FileChannel channel, int usualPageSize) throws IOException {
    this.path = path;
    this.channel = channel;
    this.bytes = channel.size();
    this.pageSize = pageSize(usualPageSize);
  }

  private int pageSize(int usual) throws IOException {
    if (bytes >= PAGE_SIZE_OFFSET + Integer.BYTES || usual == NONE) {
      int size =
          bytes == 0 ? NONE : read(0, PAGE_SIZE_OFFSET + Integer.BYTES).getInt(PAGE_SIZE_OFFSET);
      if (size >= MIN_PAGE && size <= MAX_PAGE && Integer.bitCount(size) == 1) {
        return size;
      }
    }
    if (usual == NONE) {
      throw damaged(bytes == 0 ? "it is empty" : "it does not begin like a store");
    }
    return usual;
  }

  static PageFile open(Path path) throws IOException {
    return open(path, NONE);
  }

  /** Opens a file that may have lost its beginning. */
  static PageFile openDamaged(Path path) throws IOException {
    return open(path, USUAL_PAGE);
  }

  private static PageFile open(Path path, int usualPageSize) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      return new PageFile(path, channel, usualPageSize);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** The size of a page: that of the operating system on which the file was made. */
  int pageSize() {
    return pageSize;
  }

  /** The length of the file. */
  long bytes() {
    return bytes;
  }

  /** The number of whole pages. */
  long count() {
    return bytes / pageSize;
  }

  /** Reads a page, in the byte order of this machine, as LMDB writes it. */
  ByteBuffer readPage(long page) throws IOException {
    return read(offset(page), pageSize);
  }

  /** Reads the header of a page. */
  ByteBuffer readHeader(long page) throws IOException {
    return read(offset(page), HEADER);
  }

  /** Reads the value of {@code length} bytes that begins on {@code page}. */
  ByteBuffer readValue(long page, long length) throws IOException {
    return read(offset(page) + HEADER, Math.toIntExact(length));
  }

  private long offset(long page) {
    if (page < 0 || page >= count()) {
      throw damaged("it is cut short before page " + page);
    }
    return page * pageSize;
  }

  private ByteBuffer read(long offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ORDER);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, offset + buffer.position()) < 0) {
        throw damaged("it is cut short at byte " + bytes);
      }
    }
    return buffer.flip();
  }

  /** The number that a page says it has. */
  static long number(ByteBuffer page) {
    return page.getLong(0);
  }

  /** What a page says it is. */
  static int flags(ByteBuffer page) {
    return Short.toUnsignedInt(page.getShort(FLAGS_OFFSET));
  }

  /** Says in one line that this file is damaged. */
  StoreException damaged(String how) {
    return Failures.corrupt("%s is damaged: %s; restore it from a backup".formatted(path, how));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
