package dev.cairn.server.store.lmdb;

import dev.cairn.server.store.StoreException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The pages of LMDB's file as they are now, for many threads: most of them in a map of its own,
 * which is only read, and those behind its end one by one.
 *
 * <p>The file is mapped in pieces of a fixed size, of which only the last is mapped anew as the
 * file grows, and only after it has grown by an eighth or by 64 MiB: each new map begins without
 * its pages. A piece that was replaced is unmapped by the garbage collector, and so never under a
 * reader.
 *
 * <p>A page of the map that cannot be read any more is an {@link InternalError}.
 */
final class PageMap implements AutoCloseable {
  private static final int PIECE_BYTES = 1 << 30;
  private static final long MIN_STEP = 256 << 10;
  private static final long MAX_STEP = 64 << 20;
  private static final int MAP_ATTEMPTS = 100;

  private final Path path;
  private final int pageSize;
  private final int pageShift;
  private final int pieceShift;
  private final ReentrantLock growing = new ReentrantLock();
  // Unlike a channel, it does not close when a thread that reads is interrupted.
  private final RandomAccessFile file;
  private volatile ByteBuffer[] pieces = {};
  private long mapped;

  private PageMap(Path path, RandomAccessFile file, int pageSize, int pieceBytes) {
    this.path = path;
    this.file = file;
    this.pageSize = pageSize;
    this.pageShift = Integer.numberOfTrailingZeros(pageSize);
    this.pieceShift = Integer.numberOfTrailingZeros(pieceBytes);
  }

  static PageMap open(Path path) {
    return open(path, PIECE_BYTES);
  }

  /** Opens a file that is mapped in pieces of {@code pieceBytes}, a power of two. */
  static PageMap open(Path path, int pieceBytes) {
    try (PageFile pages = PageFile.open(path)) {
      RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
      try {
        PageMap map = new PageMap(path, file, pages.pageSize(), pieceBytes);
        if (pages.count() > 0) {
          map.growTo(pages.count() * pages.pageSize());
        }
        return map;
      } catch (IOException | RuntimeException e) {
        file.close();
        throw e;
      }
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  int pageSize() {
    return pageSize;
  }

  /**
   * Has {@code page} show the page {@code number}.
   *
   * @throws StoreException if the file ends before it, or cannot be read
   */
  void load(long number, Page page) {
    if (!show(number, page)) {
      loadBehindMap(number, page);
    }
  }

  private boolean show(long number, Page page) {
    ByteBuffer[] now = pieces;
    long offset = number << pageShift;
    long piece = offset >>> pieceShift;
    if (piece >= now.length) {
      return false;
    }
    ByteBuffer bytes = now[(int) piece];
    int base = (int) (offset - (piece << pieceShift));
    if (base + pageSize > bytes.limit()) {
      return false;
    }
    page.show(number, bytes, base);
    return true;
  }

  private void loadBehindMap(long number, Page page) {
    growing.lock();
    try {
      long bytes = file.length() & -pageSize;
      long step = Math.clamp(mapped >> 3, MIN_STEP, MAX_STEP);
      if (bytes - mapped >= step) {
        growTo(bytes);
      }
      if (!show(number, page)) {
        read(number << pageShift, page.copy());
        page.showCopy(number);
      }
    } catch (IOException e) {
      throw unreadable(path, e);
    } finally {
      growing.unlock();
    }
  }

  /**
   * The value of {@code length} bytes that begins on {@code first}, in big-endian order.
   *
   * @throws StoreException if the file ends before its end, or cannot be read
   */
  ByteBuffer value(long first, int length) {
    long offset = (first << pageShift) + PageFile.HEADER;
    ByteBuffer[] now = pieces;
    long piece = offset >>> pieceShift;
    if (piece < now.length) {
      int base = (int) (offset - (piece << pieceShift));
      if (base + (long) length <= now[(int) piece].limit()) {
        return now[(int) piece].slice(base, length);
      }
    }
    return valueBehindMap(offset, length);
  }

  private ByteBuffer valueBehindMap(long offset, int length) {
    byte[] value = new byte[length];
    growing.lock();
    try {
      read(offset, value);
    } catch (IOException e) {
      throw unreadable(path, e);
    } finally {
      growing.unlock();
    }
    return ByteBuffer.wrap(value);
  }

  /** Reads one of the two pages at the beginning. */
  MetaPage meta(int number) {
    byte[] bytes = new byte[pageSize];
    growing.lock();
    try {
      read((long) number << pageShift, bytes);
    } catch (IOException e) {
      throw unreadable(path, e);
    } finally {
      growing.unlock();
    }
    ByteBuffer page = ByteBuffer.wrap(bytes).order(PageFile.ORDER);
    return MetaPage.parse(page, number, pageSize, this::damaged);
  }

  private void read(long offset, byte[] into) throws IOException {
    if (offset + into.length > file.length()) {
      throw damaged("it is cut short before page " + (offset >>> pageShift));
    }
    file.seek(offset);
    file.readFully(into);
  }

  private void growTo(long bytes) throws IOException {
    int count = (int) (((bytes - 1) >>> pieceShift) + 1);
    ByteBuffer[] grown = Arrays.copyOf(pieces, count);
    int changed = Math.max(0, pieces.length - 1);
    for (int i = changed; i < count; i++) {
      long start = (long) i << pieceShift;
      grown[i] = map(start, Math.min(1L << pieceShift, bytes - start));
    }
    mapped = bytes;
    pieces = grown;
  }

  /** Maps by a channel of its own, because the interrupt of a thread would close it. */
  private ByteBuffer map(long start, long length) throws IOException {
    boolean interrupted = false;
    try {
      for (int i = 0; i < MAP_ATTEMPTS; i++) {
        interrupted |= Thread.interrupted();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
          return channel.map(MapMode.READ_ONLY, start, length).order(PageFile.ORDER);
        } catch (ClosedByInterruptException e) {
          interrupted = true;
        }
      }
      throw new IOException("interrupted again and again");
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Says in one line that this file is damaged. */
  StoreException damaged(String how) {
    return Failures.corrupt("%s is damaged: %s; restore it from a backup".formatted(path, how));
  }

  private static StoreException unreadable(Path path, IOException e) {
    return new StoreException(
        StoreException.Kind.IO, path + " cannot be read: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }
}
