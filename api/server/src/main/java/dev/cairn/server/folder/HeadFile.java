package dev.cairn.server.folder;

import dev.cairn.server.publish.HeadMemory;
import dev.cairn.server.publish.Publication;
import dev.cairn.server.publish.PublicationMemory;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.note.NoteSignature;
import dev.cairn.tree.note.SignedNote;
import dev.cairn.tree.note.VerifierKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The newest checkpoint of one kind in a file of its own, apart from the store. The file has two
 * slots of one size, written in turn: a write that is cut short leaves the other slot whole. A slot
 * holds a signed note, ended by a zero byte unless it fills the slot, and needs no checksum beyond
 * the note's signature. Behind the zero byte there may be the time of publication: seconds since
 * the epoch (8 bytes), nanoseconds (4), and a CRC-32C over note and time (4).
 */
public final class HeadFile implements HeadMemory, PublicationMemory, AutoCloseable {
  /** Bytes of a slot for a checkpoint with the log's signature only. */
  private static final int SIGNED_SLOT = 4_096;

  /** Bytes of a slot for a checkpoint with as many cosignatures as a note may have. */
  private static final int COSIGNED_SLOT = 512 << 10;

  private static final int TIME_BYTES = Long.BYTES + 2 * Integer.BYTES;

  private final Path file;
  private final FileChannel channel;
  private final int slot;
  private int next;

  private HeadFile(Path file, FileChannel channel, int slot) {
    this.file = file;
    this.channel = channel;
    this.slot = slot;
  }

  /**
   * Makes the file with a first checkpoint.
   *
   * @throws IOException if the file exists already or cannot be written
   */
  public static void create(Path file, SignedCheckpoint first) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      create(channel, first);
    }
  }

  /** Puts a first checkpoint into an empty file. */
  public static void create(FileChannel channel, SignedCheckpoint first) throws IOException {
    channel.write(ByteBuffer.wrap(first.toBytes()), 0);
    extend(channel, SIGNED_SLOT);
  }

  /** Opens the file that {@link #create} made. */
  public static HeadFile open(Path file) throws IOException {
    return open(file, FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
  }

  /**
   * Opens what {@link #create(FileChannel, SignedCheckpoint)} made. The channel is closed with it.
   *
   * @param file for messages
   */
  public static HeadFile open(Path file, FileChannel channel) {
    return new HeadFile(file, channel, SIGNED_SLOT);
  }

  /** Opens the file of cosigned checkpoints, or makes an empty one. */
  public static HeadFile openCosigned(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    return openCosigned(file, channel);
  }

  /**
   * Opens a file of cosigned checkpoints, or one that is empty. The channel is closed with it.
   *
   * @param file for messages
   */
  public static HeadFile openCosigned(Path file, FileChannel channel) throws IOException {
    extend(channel, COSIGNED_SLOT);
    return new HeadFile(file, channel, COSIGNED_SLOT);
  }

  /**
   * Holds the file against every other process until it is closed.
   *
   * @throws IOException if another one holds it, or that cannot be found out
   */
  void lock() throws IOException {
    if (!FolderLock.isFree(channel)) {
      throw new IOException(file + " is in use by another process; stop that one first");
    }
  }

  /**
   * The newest checkpoint in a file that another process may be writing to; none if none verifies
   * under {@code log} at this moment.
   */
  static Optional<SignedCheckpoint> peek(Path file, VerifierKey log) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      int slot = channel.size() > 2L * SIGNED_SLOT ? COSIGNED_SLOT : SIGNED_SLOT;
      return new HeadFile(file, channel, slot).newest(log);
    }
  }

  /** A checkpoint without the lines of others than the log, which fits the smaller slot. */
  public static SignedCheckpoint ofLogAlone(SignedCheckpoint checkpoint) {
    VerifierKey log = checkpoint.log();
    List<NoteSignature> own =
        checkpoint.note().signatures().stream().filter(line -> line.claims(log)).toList();
    try {
      return SignedCheckpoint.open(new SignedNote(checkpoint.note().text(), own).toBytes(), log);
    } catch (MalformedException | VerificationException e) {
      throw new IllegalStateException("a signature was good, and is no more", e);
    }
  }

  /** Gives the file the size that it keeps, so that later its data is all there is to sync. */
  private static void extend(FileChannel channel, int slot) throws IOException {
    long size = channel.size();
    if (size < 2L * slot) {
      // Written, not just reserved: later the disk may be full.
      ByteBuffer zeros = ByteBuffer.allocate((int) (2L * slot - size));
      while (zeros.hasRemaining()) {
        size += channel.write(zeros, size);
      }
      channel.force(true);
    }
  }

  /** The newest checkpoint in the file that verifies under {@code log}; none if none does. */
  public Optional<SignedCheckpoint> newest(VerifierKey log) throws IOException {
    return newestPublication(log).map(Publication::checkpoint);
  }

  /**
   * The newest checkpoint in the file that verifies under {@code log}, with the latest time that
   * the file has; none if none does.
   */
  public Optional<Publication> newestPublication(VerifierKey log) throws IOException {
    Optional<Publication> first = read(0, log);
    Optional<Publication> second = read(1, log);
    boolean firstIsNewest = size(first) >= size(second);
    next = firstIsNewest ? 1 : 0;
    Instant latest = later(time(first), time(second));
    return (firstIsNewest ? first : second).map(p -> new Publication(p.checkpoint(), latest));
  }

  private static long size(Optional<Publication> publication) {
    return publication.map(p -> p.checkpoint().head().size()).orElse(-1L);
  }

  private static Instant time(Optional<Publication> publication) {
    return publication.map(Publication::time).orElse(Instant.EPOCH);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private Optional<Publication> read(int which, VerifierKey log) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(slot);
    for (int read = 0; read >= 0 && buffer.hasRemaining(); ) {
      read = channel.read(buffer, (long) which * slot + buffer.position());
    }
    int length = 0;
    while (length < slot && buffer.get(length) != 0) {
      length++;
    }
    byte[] note = Arrays.copyOf(buffer.array(), length);
    try {
      return Optional.of(new Publication(SignedCheckpoint.open(note, log), time(note, buffer)));
    } catch (MalformedException | VerificationException e) {
      return Optional.empty();
    }
  }

  private static Instant time(byte[] note, ByteBuffer read) {
    if (note.length + 1 + TIME_BYTES > read.capacity()) {
      return Instant.EPOCH;
    }
    ByteBuffer kept = read.slice(note.length + 1, TIME_BYTES);
    long seconds = kept.getLong();
    int nanos = kept.getInt();
    boolean isTime = kept.getInt() == checksum(note, seconds, nanos);
    return isTime ? Instant.ofEpochSecond(seconds, nanos) : Instant.EPOCH;
  }

  private static int checksum(byte[] note, long seconds, int nanos) {
    CRC32C checksum = new CRC32C();
    checksum.update(note);
    checksum.update(
        ByteBuffer.allocate(Long.BYTES + Integer.BYTES).putLong(seconds).putInt(nanos).flip());
    return (int) checksum.getValue();
  }

  @Override
  public void remember(SignedCheckpoint checkpoint) {
    write(checkpoint.toBytes(), ByteBuffer.allocate(0));
  }

  @Override
  public void remember(Publication publication) {
    byte[] note = publication.checkpoint().toBytes();
    Instant published = publication.time();
    long seconds = published.getEpochSecond();
    int nanos = published.getNano();
    ByteBuffer time = ByteBuffer.allocate(TIME_BYTES).putLong(seconds).putInt(nanos);
    write(note, time.putInt(checksum(note, seconds, nanos)).flip());
  }

  /** Makes both slots hold this one, whatever they held: what was newer is forgotten. */
  public void reset(Publication publication) {
    remember(publication);
    remember(publication);
  }

  /** Makes both slots empty: what they held is forgotten. */
  public void clear() {
    write(new byte[0], ByteBuffer.allocate(0));
    write(new byte[0], ByteBuffer.allocate(0));
  }

  private void write(byte[] note, ByteBuffer time) {
    if (note.length > slot) {
      throw new IllegalArgumentException("a checkpoint of " + note.length + " bytes");
    }
    ByteBuffer bytes = ByteBuffer.allocate(Math.min(note.length + 1 + TIME_BYTES, slot));
    bytes.put(note);
    if (bytes.remaining() > time.remaining()) {
      bytes.put((byte) 0).put(time);
    }
    try {
      write(bytes.rewind());
      channel.force(false);
      next = 1 - next;
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": " + e.getMessage(), e);
    }
  }

  /** All of it: on a full disk a write can end early without an error. */
  private void write(ByteBuffer bytes) throws IOException {
    long at = (long) next * slot;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
