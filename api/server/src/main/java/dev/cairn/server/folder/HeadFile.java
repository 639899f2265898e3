package dev.cairn.server.folder;

import dev.cairn.server.publish.HeadMemory;
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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The newest checkpoint of one kind in a file of its own, apart from the store. The file has two
 * slots of one size, written in turn: a write that is cut short leaves the other slot whole. A slot
 * holds a signed note, ended by a zero byte unless it fills the slot, and needs no checksum beyond
 * the note's signature.
 */
public final class HeadFile implements HeadMemory, AutoCloseable {
  /** Bytes of a slot for a checkpoint with the log's signature only. */
  private static final int SIGNED_SLOT = 4_096;

  /** Bytes of a slot for a checkpoint with as many cosignatures as a note may have. */
  private static final int COSIGNED_SLOT = 512 << 10;

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
    extend(channel, COSIGNED_SLOT);
    return new HeadFile(file, channel, COSIGNED_SLOT);
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
    Optional<SignedCheckpoint> first = read(0, log);
    Optional<SignedCheckpoint> second = read(1, log);
    boolean firstIsNewest = size(first) >= size(second);
    next = firstIsNewest ? 1 : 0;
    return firstIsNewest ? first : second;
  }

  private static long size(Optional<SignedCheckpoint> checkpoint) {
    return checkpoint.map(c -> c.head().size()).orElse(-1L);
  }

  private Optional<SignedCheckpoint> read(int which, VerifierKey log) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(slot);
    channel.read(buffer, (long) which * slot);
    int length = 0;
    while (length < slot && buffer.get(length) != 0) {
      length++;
    }
    try {
      return Optional.of(SignedCheckpoint.open(Arrays.copyOf(buffer.array(), length), log));
    } catch (MalformedException | VerificationException e) {
      return Optional.empty();
    }
  }

  @Override
  public void remember(SignedCheckpoint checkpoint) {
    try {
      write(bytes(checkpoint));
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

  private ByteBuffer bytes(SignedCheckpoint checkpoint) {
    byte[] note = checkpoint.toBytes();
    if (note.length > slot) {
      throw new IllegalArgumentException("a checkpoint of " + note.length + " bytes");
    }
    return ByteBuffer.wrap(Arrays.copyOf(note, Math.min(note.length + 1, slot)));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
