package dev.cairn.server.folder;

import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.StoreException;
import dev.cairn.server.store.journal.Journal;
import dev.cairn.server.store.lmdb.LmdbLogStore;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.LossStatement;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.note.SignedNote;
import dev.cairn.tree.note.VerifierKey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A data folder that is being made of a copy of the log. Until {@link #finish} it is no log: one
 * that was left unfinished is made anew from the beginning.
 */
public final class Restoration implements AutoCloseable {
  /** What log.json will be; its presence marks a folder that is not finished. */
  static final String UNFINISHED = "restoring";

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Path path;
  private final VerifierKey log;
  private final FolderLock lock;
  private final LogStore store;

  private Restoration(Path path, VerifierKey log, FolderLock lock, LogStore store) {
    this.path = path;
    this.log = log;
    this.lock = lock;
    this.store = store;
  }

  /**
   * Begins, with an empty store.
   *
   * @param path a folder that is empty, does not exist, or was left unfinished by another
   *     restoration
   * @param log the public key of the log
   * @throws DataFolderException if the folder has something else in it, is in use, or cannot be
   *     written
   */
  public static Restoration begin(Path path, VerifierKey log) throws DataFolderException {
    FolderLock lock = null;
    boolean begun = false;
    try {
      Files.createDirectories(path);
      requireFree(path);
      lock = FolderLock.take(path.resolve(DataFolder.LOCK));
      requireFree(path); // another one may have finished meanwhile
      clear(path);
      LogDescription.of(log).write(path.resolve(UNFINISHED));
      sync(path);
      LmdbLogStore.create(path.resolve(DataFolder.STORE), log.name());
      LogStore store = LmdbLogStore.open(path.resolve(DataFolder.STORE), log.name());
      begun = true;
      return new Restoration(path, log, lock, store);
    } catch (IOException | StoreException e) {
      throw failed(path, e);
    } finally {
      if (!begun && lock != null) {
        close(lock);
      }
    }
  }

  private static void requireFree(Path path) throws IOException, DataFolderException {
    if (Files.exists(path.resolve(UNFINISHED))
        && Files.notExists(path.resolve(DataFolder.DESCRIPTION), LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> content = Files.list(path)) {
      if (content.anyMatch(each -> !each.endsWith(DataFolder.LOCK))) {
        throw new DataFolderException(
            path + " is not empty; choose another folder for the restored log");
      }
    }
  }

  /** Removes what an unfinished restoration has left, the mark last. */
  private static void clear(Path path) throws IOException {
    try (DirectoryStream<Path> content = Files.newDirectoryStream(path)) {
      for (Path each : content) {
        if (!each.endsWith(DataFolder.LOCK) && !each.endsWith(UNFINISHED)) {
          delete(each);
        }
      }
    }
    var _ = Files.deleteIfExists(path.resolve(UNFINISHED));
  }

  /** Deletes a file, or a folder with what is in it. Links are not followed. */
  static void delete(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      try (DirectoryStream<Path> content = Files.newDirectoryStream(path)) {
        for (Path each : content) {
          delete(each);
        }
      }
    }
    Files.delete(path);
  }

  /** The store, to be filled. */
  public LogStore store() {
    return store;
  }

  /**
   * Keeps the losses that the log has declared.
   *
   * @param notes the oldest first
   * @throws DataFolderException if one is not the log's, or they cannot be written
   */
  public void addLosses(List<SignedNote> notes) throws DataFolderException {
    Losses losses = Losses.read(path.resolve(DataFolder.LOSSES), log);
    try {
      for (SignedNote note : notes) {
        losses.add(note, LossStatement.open(note.toBytes(), log));
      }
    } catch (MalformedException | VerificationException e) {
      throw failed(path, e);
    }
  }

  /**
   * Makes it a log, whose newest published checkpoint is {@code checkpoint} and which is marked as
   * restored to it.
   *
   * @param key the bytes of the log's key file
   * @param hasEvents whether an entry is an event
   * @throws DataFolderException if the store has not the tree of the checkpoint, or the folder
   *     cannot be written; it is no log then
   */
  public void finish(
      SignedCheckpoint checkpoint,
      Optional<SignedCheckpoint> witnessed,
      byte[] key,
      boolean hasEvents)
      throws DataFolderException {
    if (!checkpoint.log().equals(log) || !store.head().equals(checkpoint.head())) {
      throw new DataFolderException(
          "the restored entries give %s, and the checkpoint states %s: nothing was restored"
              .formatted(store.head(), checkpoint.head()));
    }
    try {
      writePrivate(path.resolve(DataFolder.KEY), key);
      Journal.create(path.resolve(DataFolder.JOURNAL));
      HeadFile.create(path.resolve(DataFolder.PUBLISHED), HeadFile.ofLogAlone(checkpoint));
      if (witnessed.isPresent()) {
        try (HeadFile file = HeadFile.openCosigned(path.resolve(DataFolder.WITNESSED))) {
          file.remember(witnessed.get());
        }
      }
      if (hasEvents) {
        Files.write(path.resolve(DataFolder.EVENTS_MARK), new byte[0]);
      }
      Files.write(
          path.resolve(DataFolder.RESTORED),
          checkpoint.toBytes(),
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.SYNC);
      sync(path);
      // From here on it is a log.
      Files.move(
          path.resolve(UNFINISHED),
          path.resolve(DataFolder.DESCRIPTION),
          StandardCopyOption.ATOMIC_MOVE);
      sync(path);
    } catch (IOException e) {
      throw failed(path, e);
    }
  }

  private static void writePrivate(Path file, byte[] bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
      java.nio.ByteBuffer left = java.nio.ByteBuffer.wrap(Arrays.copyOf(bytes, bytes.length));
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
    }
  }

  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static DataFolderException failed(Path path, Exception e) {
    return new DataFolderException(
        "cannot restore into %s: %s; once that is mended, run the same command again"
            .formatted(path, e.getMessage()),
        e);
  }

  private static void close(FolderLock lock) {
    try {
      lock.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    store.close();
    close(lock);
  }
}
