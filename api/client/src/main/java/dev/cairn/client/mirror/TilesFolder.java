package dev.cairn.client.mirror;

import dev.cairn.client.MemoryException;
import dev.cairn.client.tiles.TiledLogReader;
import dev.cairn.client.tiles.TilesLocation;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.tree.tiles.TileSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A log as static files in the layout of C2SP tlog-tiles, written by one process at a time: {@code
 * checkpoint}, {@code tile/...}, and {@code .tmp} with a lock and with what is being written.
 *
 * <p>A file appears under its name as a whole. A power loss may still cut a file that no stored
 * checkpoint implies; who goes on has to verify what is there. Safe for several threads.
 */
public final class TilesFolder implements AutoCloseable {
  private static final String CHECKPOINT = "checkpoint";
  private static final String TILES = "tile";
  private static final String TEMPORARY = ".tmp";
  private static final String LOCK = "lock";

  private final Path folder;
  private final FileChannel lock;
  private final TiledLogReader reader;
  private final Forcing forcing = new Forcing();
  private final AtomicLong temporaries = new AtomicLong();
  private final OwnFolders folders;

  private TilesFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
    this.folders = new OwnFolders(folder);
    this.reader = TiledLogReader.open(new TilesLocation.Folder(folder));
  }

  /**
   * Opens and locks a folder; makes it if there is none.
   *
   * @throws MemoryException if something else is in it, another process is writing it, or it cannot
   *     be written
   */
  public static TilesFolder open(Path path) throws MemoryException {
    Path folder = path.toAbsolutePath().normalize();
    try {
      Files.createDirectories(folder);
      requireOwn(folder);
      Files.createDirectories(folder.resolve(TEMPORARY));
      FileChannel lock = lock(folder);
      TilesFolder opened = new TilesFolder(folder, lock);
      boolean isReady = false;
      try {
        opened.clearTemporaries();
        isReady = true;
      } finally {
        if (!isReady) {
          opened.close();
        }
      }
      return opened;
    } catch (IOException e) {
      throw new MemoryException(folder + " cannot be used: " + explain(e), e);
    }
  }

  private static void requireOwn(Path folder) throws IOException, MemoryException {
    try (DirectoryStream<Path> content = Files.newDirectoryStream(folder)) {
      for (Path each : content) {
        String name = String.valueOf(each.getFileName());
        boolean isOwn =
            name.equals(CHECKPOINT)
                ? Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS)
                : (name.equals(TILES) || name.equals(TEMPORARY))
                    && Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS);
        if (!isOwn) {
          throw new MemoryException(
              "%s is no folder of a tiled log: there is %s in it; choose an empty folder"
                  .formatted(folder, name));
        }
      }
    }
  }

  private static FileChannel lock(Path folder) throws IOException, MemoryException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve(TEMPORARY).resolve(LOCK),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    boolean taken = false;
    try {
      taken = channel.tryLock() != null; // released with the channel, and by the end of a process
    } catch (OverlappingFileLockException _) {
      taken = false; // by this process itself
    } finally {
      if (!taken) {
        channel.close();
      }
    }
    if (!taken) {
      throw new MemoryException(
          folder + " is being written by another process; stop that one first");
    }
    return channel;
  }

  private void clearTemporaries() throws IOException {
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder.resolve(TEMPORARY))) {
      for (Path each : leftovers) {
        if (!String.valueOf(each.getFileName()).equals(LOCK)) {
          Files.delete(each);
        }
      }
    }
  }

  /** The folder. */
  public Path path() {
    return folder;
  }

  /**
   * The stored checkpoint, if there is one.
   *
   * @throws MemoryException if it is another log's, damaged, or cannot be read
   */
  public Optional<SignedCheckpoint> checkpoint(VerifierKey log) throws MemoryException {
    if (!has(CHECKPOINT)) {
      return Optional.empty();
    }
    try {
      return Optional.of(SignedCheckpoint.open(reader.checkpoint(), log));
    } catch (MalformedException | VerificationException e) {
      throw new MemoryException(
          "the checkpoint in %s is not one of %s (%s): choose another folder for this log"
              .formatted(folder, log.name(), e.getMessage()),
          e);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** What is in the folder. */
  TileSource files() {
    return reader;
  }

  /** Whether there is anything under a path. */
  boolean has(String path) {
    return Files.exists(folder.resolve(path), LinkOption.NOFOLLOW_LINKS);
  }

  /** The length of a file, or -1 if there is no regular one under a path. */
  long length(String path) throws MemoryException {
    Path file = folder.resolve(path);
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.size(file) : -1;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Puts a file in place of the one of that path, if there is one. It is not on disk yet. */
  void put(String path, byte[] bytes) throws MemoryException, InterruptedException {
    Path file = folder.resolve(path);
    try {
      folders.makeFor(file);
      replace(file, bytes, /* onDisk= */ false);
      forcing.add(file, folders.above(file));
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /** Notes a file that is there, and was perhaps never forced to disk. */
  void keep(String path) throws MemoryException, InterruptedException {
    Path file = folder.resolve(path);
    try {
      forcing.add(file, folders.above(file));
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /**
   * Makes a checkpoint the stored one.
   *
   * @param checkpoint all files that it implies have been put or kept
   */
  void publish(SignedCheckpoint checkpoint) throws MemoryException, InterruptedException {
    Path file = folder.resolve(CHECKPOINT);
    try {
      forcing.force();
      // Everything that the checkpoint implies is on disk from here on.
      replace(file, checkpoint.toBytes(), /* onDisk= */ true);
      Forcing.forceOne(folder);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /** Deletes the partial files of one tile or bundle. */
  void deletePartials(String fullPath) throws MemoryException {
    Path partials = folder.resolve(fullPath + ".p");
    if (!folders.has(partials)) {
      return;
    }
    try {
      try (DirectoryStream<Path> content = Files.newDirectoryStream(partials)) {
        for (Path each : content) {
          Files.delete(each);
        }
      }
      folders.delete(partials);
    } catch (IOException e) {
      throw new MemoryException("cannot delete " + partials + ": " + explain(e), e);
    }
  }

  private void replace(Path file, byte[] bytes, boolean onDisk) throws IOException {
    Path temporary =
        folder.resolve(TEMPORARY).resolve(Long.toString(temporaries.getAndIncrement()));
    try {
      Files.write(temporary, bytes, StandardOpenOption.CREATE_NEW);
      if (onDisk) {
        Forcing.forceOne(temporary);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      var _ = Files.deleteIfExists(temporary);
    }
  }

  MemoryException unreadable(IOException cause) {
    return new MemoryException("cannot read " + folder + ": " + explain(cause), cause);
  }

  private static MemoryException unwritable(Path file, IOException cause) {
    return new MemoryException(
        "cannot write %s: %s; once that is mended, run the same command again to go on"
            .formatted(file, explain(cause)),
        cause);
  }

  private static String explain(IOException cause) {
    String name = cause.getClass().getSimpleName();
    return name.equals("IOException") || name.equals("FileSystemException")
        ? String.valueOf(cause.getMessage())
        : name + " " + cause.getMessage();
  }

  @Override
  public void close() {
    forcing.close();
    reader.close();
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
