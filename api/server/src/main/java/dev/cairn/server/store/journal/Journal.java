package dev.cairn.server.store.journal;

import dev.cairn.server.store.Commit;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.StoreException;
import dev.cairn.server.store.SyncTimes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The journal of one log, open for writing. One thread appends, another may release; the owner of
 * the folder holds a lock.
 */
public final class Journal implements AutoCloseable {
  /** The size of a log's file, all of which exists from the beginning. */
  static final int FILE_BYTES = 16 << 20;

  /** Records begin at multiples of it. */
  static final int BLOCK = 4_096;

  /** The most bytes of a record. What is larger is better off in the store at once. */
  static final int MAX_RECORD = 1 << 20;

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Path file;
  private final Optional<FileChannel> channel;
  private final Epoch epoch;
  private final ByteBuffer buffer;
  private final SyncTimes syncs = new SyncTimes();
  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by the lock.
  private final Ring ring;
  private final List<Commit> unstored;

  private Journal(
      Path file,
      Optional<FileChannel> channel,
      int bytes,
      Epoch epoch,
      List<Recovery.Unstored> unstored) {
    this.file = file;
    this.channel = channel;
    this.epoch = epoch;
    this.buffer = ByteBuffer.allocateDirect(Math.min(MAX_RECORD, bytes));
    this.ring = new Ring(BLOCK, bytes);
    this.unstored = unstored.stream().map(Recovery.Unstored::commit).toList();
    for (Recovery.Unstored record : unstored) {
      ring.use(record.at(), record.end() - record.at(), record.commit().next().size());
    }
  }

  /**
   * Makes the file of a new, empty log.
   *
   * @throws IOException if it exists already or cannot be written
   */
  public static void create(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
      create(channel, FILE_BYTES);
    }
  }

  /**
   * Makes an empty journal in an empty file.
   *
   * @param bytes the size that it keeps, a multiple of 4,096, at least twice that
   */
  public static void create(FileChannel channel, int bytes) throws IOException {
    // Written, not just reserved: a block that is written for the first time costs a sync more.
    ByteBuffer zeros = ByteBuffer.allocateDirect(Math.min(1 << 20, bytes));
    for (int at = 0; at < bytes; at += zeros.limit()) {
      write(channel, zeros.clear().limit(Math.min(zeros.capacity(), bytes - at)), at);
    }
    begin(channel);
    channel.force(true);
  }

  /**
   * Opens the file that {@link #create} made, and commits to the store what it lacks of it, as far
   * as it has room; the rest is {@link #unstored}.
   *
   * @throws StoreException if the file is missing, damaged, or of another tree than the store's;
   *     the message says in one line what to do
   */
  public static Journal open(Path file, LogStore store) {
    JournalFile.requirePresent(file);
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
      return open(file, channel, FILE_BYTES, store);
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  /**
   * Opens what {@link #create(FileChannel, int)} made, and commits to the store what it lacks of
   * it. The channel is closed with the journal, or if this fails.
   *
   * @param file for messages
   * @param bytes the size that it was made with
   * @throws StoreException as {@link #open(Path, LogStore)}
   */
  public static Journal open(Path file, FileChannel channel, int bytes, LogStore store) {
    try {
      boolean opened = false;
      try {
        JournalFile content = JournalFile.read(file, channel, bytes, store.head().size());
        List<Recovery.Unstored> unstored = Recovery.of(content, store).run();
        // A new epoch would forget the records that still count.
        Epoch epoch = unstored.isEmpty() ? begin(channel) : content.epoch();
        Journal journal = new Journal(file, Optional.of(channel), bytes, epoch, unstored);
        journal.writeAgain(unstored);
        opened = true;
        return journal;
      } finally {
        if (!opened) {
          channel.close();
        }
      }
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  /**
   * Opens the file of a log that is to be read only: nothing can be appended.
   *
   * @throws StoreException if it cannot be opened
   */
  public static Journal openReadOnly(Path file) {
    JournalFile.requirePresent(file);
    try {
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      return new Journal(file, Optional.of(channel), FILE_BYTES, Epoch.random(), List.of());
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  /** The journal of a log that is to be read only and has none: nothing can be appended. */
  public static Journal none(Path file) {
    return new Journal(file, Optional.empty(), FILE_BYTES, Epoch.random(), List.of());
  }

  /**
   * How many entries of the journal the store lacks.
   *
   * @throws StoreException as {@link #open}
   */
  public static long unstoredEntries(Path file, LogStore store) {
    JournalFile.requirePresent(file);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      JournalFile journal = JournalFile.read(file, channel, FILE_BYTES, store.head().size());
      return Recovery.of(journal, store).entries();
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  /**
   * What was read may have been in memory only, even after a sync that failed: it becomes durable
   * by being written anew, where and as it is.
   */
  private void writeAgain(List<Recovery.Unstored> records) throws IOException {
    for (Recovery.Unstored record : records) {
      buffer.clear();
      JournalRecord.of(record.commit()).write(epoch, buffer);
      write(channel.orElseThrow(), buffer.flip(), record.at());
    }
    if (!records.isEmpty()) {
      write(channel.orElseThrow(), firstBlock(epoch), 0);
      channel.orElseThrow().force(false);
    }
  }

  private static Epoch begin(FileChannel channel) throws IOException {
    Epoch epoch = Epoch.random();
    write(channel, firstBlock(epoch), 0);
    channel.force(false);
    return epoch;
  }

  private static ByteBuffer firstBlock(Epoch epoch) {
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    epoch.writeBlock(block);
    return block.clear();
  }

  /**
   * What was in the journal when it was opened and the store had no room for, in order. It is kept
   * until it is {@link #release released}.
   */
  public List<Commit> unstored() {
    return unstored;
  }

  /** Whether there is room for a commit now. More room comes with {@link #release}. */
  public boolean hasRoom(Commit commit) {
    lock.lock();
    try {
      long length = blocks(JournalRecord.bytes(commit));
      return length <= MAX_RECORD && ring.room(length).isPresent();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Writes a commit; durable once this returns.
   *
   * @param commit of entries and keys, without checkpoints; the journal {@link #hasRoom} for it
   * @throws StoreException if it was not written, or if that is unknown; then nothing more must be
   *     written
   */
  public void append(Commit commit) {
    buffer.clear();
    JournalRecord.of(commit).write(epoch, buffer);
    long length = blocks(buffer.flip().limit());
    long at = take(length, commit.next().size());
    long start = System.nanoTime();
    try {
      write(channel.orElseThrow(), buffer, at);
      // ═══ the durable line: the record's blocks exist, so that no other sync is needed ═══
      channel.orElseThrow().force(false);
      syncs.addSince(start);
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  private long take(long length, long size) {
    lock.lock();
    try {
      OptionalLong room = ring.room(length);
      ring.use(room.orElseThrow(), length, size);
      return room.getAsLong();
    } finally {
      lock.unlock();
    }
  }

  /** How many bytes are in use of the {@value #FILE_BYTES} that there are. */
  public long usedBytes() {
    lock.lock();
    try {
      return ring.used();
    } finally {
      lock.unlock();
    }
  }

  /** The commits that were written. */
  public SyncTimes syncs() {
    return syncs;
  }

  /** Frees the records whose entries are in a store of {@code size} entries. */
  public void release(long size) {
    lock.lock();
    try {
      ring.release(size);
    } finally {
      lock.unlock();
    }
  }

  private static long blocks(long bytes) {
    return (bytes + BLOCK - 1) / BLOCK * BLOCK;
  }

  private static void write(FileChannel channel, ByteBuffer bytes, long start) throws IOException {
    long at = start;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
  }

  private static StoreException failed(Path file, IOException e) {
    return new StoreException(StoreException.Kind.IO, file + ": " + e, e);
  }

  @Override
  public void close() {
    try {
      if (channel.isPresent()) {
        channel.get().close();
      }
    } catch (IOException e) {
      throw failed(file, e);
    }
  }
}
