package dev.cairn.server.index;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;

/**
 * A file of records sorted by fingerprint, mapped into memory. A record has 16 bytes, big-endian:
 * the fingerprint in 12, and the entry's position after the first of the span in 4. After the
 * records comes a trailer of 32 bytes: {@code "cairnidx"}, the span (twice 8), the number of
 * records (4), and a CRC-32C over the records (4).
 */
final class Run implements AutoCloseable {
  static final int RECORD = 16;
  static final int TRAILER = 32;
  static final long MAGIC = 0x636169726e696478L;

  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final double TWO_TO_64 = 0x1p64;

  private final Span span;
  private final Path file;
  private final Arena arena;
  private final MemorySegment records;
  private final long count;
  private final int checksum;

  private Run(Span span, Path file, Arena arena, MemorySegment all) throws IOException {
    long trailer = all.byteSize() - TRAILER;
    if (trailer < 0
        || all.get(LONG, trailer) != MAGIC
        || all.get(LONG, trailer + 8) != span.first()
        || all.get(LONG, trailer + 16) != span.end()
        || Integer.toUnsignedLong(all.get(INT, trailer + 24)) * RECORD != trailer) {
      throw new IOException(file + " is damaged");
    }
    this.span = span;
    this.file = file;
    this.arena = arena;
    this.records = all.asSlice(0, trailer);
    this.count = trailer / RECORD;
    this.checksum = all.get(INT, trailer + 28);
  }

  /** Maps the file of a span in {@code folder}; throws if it is not whole. */
  static Run open(Path folder, Span span) throws IOException {
    Path file = folder.resolve(span.fileName());
    Arena arena = Arena.ofShared();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      return new Run(span, file, arena, channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena));
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  Span span() {
    return span;
  }

  Path file() {
    return file;
  }

  /** The number of records. */
  long count() {
    return count;
  }

  /** What the records have as CRC-32C. */
  int checksum() {
    return checksum;
  }

  /** A copy of {@code number} records from {@code first} on. */
  ByteBuffer records(long first, int number) {
    byte[] bytes = new byte[number * RECORD];
    MemorySegment.copy(records, ValueLayout.JAVA_BYTE, first * RECORD, bytes, 0, bytes.length);
    return ByteBuffer.wrap(bytes);
  }

  Fingerprint fingerprint(long record) {
    return new Fingerprint(
        records.get(LONG, record * RECORD), records.get(INT, record * RECORD + Long.BYTES));
  }

  /** The index of the entry of a record. */
  long index(long record) {
    return span.first() + Integer.toUnsignedLong(records.get(INT, record * RECORD + 12));
  }

  /** The first index of an entry with that fingerprint. */
  OptionalLong find(Fingerprint wanted) {
    // Hashes are spread evenly, so that the place of one is known up to a few square roots.
    long guess = (long) (count * (unsigned(wanted.high()) / TWO_TO_64));
    long margin = 8 + 4 * (long) Math.sqrt((double) count);
    long low = Math.max(0, guess - margin);
    long high = Math.min(count, guess + margin);
    if (low > 0 && fingerprint(low - 1).compareTo(wanted) >= 0) {
      low = 0;
    }
    if (high < count && fingerprint(high).compareTo(wanted) < 0) {
      high = count;
    }
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (fingerprint(middle).compareTo(wanted) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low < count && fingerprint(low).equals(wanted)
        ? OptionalLong.of(index(low))
        : OptionalLong.empty();
  }

  private static double unsigned(long number) {
    return number >= 0 ? number : number + TWO_TO_64;
  }

  /** Unmaps the file; nobody may be reading. */
  @Override
  public void close() {
    arena.close();
  }
}
