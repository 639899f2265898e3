package dev.cairn.server.folder;

import dev.cairn.server.publish.HeadMemory;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.note.VerifierKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/**
 * The newest published checkpoint in a file of its own, so that a store restored from an older copy
 * is noticed. The file has two slots of 4,096 bytes, written in turn: a write that is cut short
 * leaves the other slot whole. A slot holds a signed note, padded with zero bytes, and needs no
 * checksum beyond the note's signature.
 */
public final class PublishedHead implements HeadMemory, AutoCloseable {
  private static final int SLOT = 4_096;

  private final Path file;
  private final FileChannel channel;
  private int next;

  private PublishedHead(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Makes the file with a first checkpoint.
   *
   * @throws IOException if the file exists already or cannot be written
   */
  public static void create(Path file, SignedCheckpoint first) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.write(slot(first), 0);
      channel.write(ByteBuffer.allocate(SLOT), SLOT);
      channel.force(true);
    }
  }

  /** Opens the file that {@link #create} made. */
  public static PublishedHead open(Path file) throws IOException {
    return new PublishedHead(
        file, FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
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

  private Optional<SignedCheckpoint> read(int slot, VerifierKey log) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(SLOT);
    channel.read(buffer, (long) slot * SLOT);
    int length = 0;
    while (length < SLOT && buffer.get(length) != 0) {
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
      channel.write(slot(checkpoint), (long) next * SLOT);
      // The file's size never changes, so its data is all there is to sync.
      channel.force(false);
      next = 1 - next;
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": " + e.getMessage(), e);
    }
  }

  private static ByteBuffer slot(SignedCheckpoint checkpoint) {
    byte[] note = checkpoint.toBytes();
    if (note.length > SLOT) {
      throw new IllegalArgumentException("a checkpoint of " + note.length + " bytes");
    }
    return ByteBuffer.wrap(Arrays.copyOf(note, SLOT));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
