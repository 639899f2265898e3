package dev.cairn.server.folder;

import dev.cairn.server.publish.Publication;
import dev.cairn.server.publish.PublicationMemory;
import dev.cairn.tree.checkpoint.LostHead;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.VerifierKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where a log's newest publication is remembered: in its folder, and if it has one, in a head file
 * on another volume, which a restored folder does not take back. It is remembered in both before
 * anyone sees it, so that the newest of both is never behind what was seen, wherever a crash falls.
 */
public final class PublishedMemory implements PublicationMemory, AutoCloseable {
  private final HeadFile own;
  private final Optional<HeadFile> external;
  private final List<Remembered> remembered;

  private PublishedMemory(HeadFile own, Optional<HeadFile> external, List<Remembered> remembered) {
    this.own = own;
    this.external = external;
    this.remembered = remembered;
  }

  /**
   * What one of the files has.
   *
   * @param memory which file
   * @param publication the newest in it
   */
  public record Remembered(LostHead.Memory memory, Publication publication) {}

  /** Opens the folder's own. */
  public static PublishedMemory open(DataFolder folder) throws DataFolderException {
    HeadFile own = folder.openPublishedHead();
    boolean opened = false;
    try {
      PublishedMemory memory = of(folder.path(), folder.verifierKey(), own);
      opened = true;
      return memory;
    } finally {
      if (!opened) {
        close(own);
      }
    }
  }

  /**
   * What a folder's own file remembers.
   *
   * @param folder for messages
   * @param own closed with the memory
   */
  public static PublishedMemory of(Path folder, VerifierKey log, HeadFile own)
      throws DataFolderException {
    try {
      List<Remembered> remembered = new ArrayList<>();
      remembered.add(new Remembered(LostHead.Memory.PUBLISHED, newest(folder, log, own)));
      return new PublishedMemory(own, Optional.empty(), remembered);
    } catch (IOException e) {
      throw new DataFolderException(folder + ": " + e.getMessage(), e);
    }
  }

  /**
   * Opens the folder's own and the head file, which is held against every other process.
   *
   * @throws DataFolderException if the head file is missing, in use, another log's, or in the
   *     folder itself
   */
  public static PublishedMemory open(DataFolder folder, Path headFile) throws DataFolderException {
    requireApart(folder.path(), headFile);
    PublishedMemory own = open(folder);
    boolean opened = false;
    try {
      HeadFile external = openHeadFile(folder, headFile);
      List<Remembered> both = new ArrayList<>(own.remembered);
      try {
        both.add(
            new Remembered(
                LostHead.Memory.HEAD_FILE, newest(external, headFile, folder.verifierKey())));
        opened = true;
      } finally {
        if (!opened) {
          close(external);
        }
      }
      return new PublishedMemory(own.own, Optional.of(external), both);
    } finally {
      if (!opened) {
        own.close();
      }
    }
  }

  /** The newest publication in a folder's own file. */
  public static Publication newest(Path folder, VerifierKey log, HeadFile own)
      throws DataFolderException, IOException {
    return own.newestPublication(log)
        .orElseThrow(
            () ->
                new DataFolderException(
                    "%s has no checkpoint signed by %s; restore the file"
                        .formatted(folder.resolve("published"), log.name())));
  }

  /**
   * Refuses a path in the data folder itself, by whatever name or link.
   *
   * @param folder the data folder, which exists
   */
  public static void requireApart(Path folder, Path headFile) throws DataFolderException {
    if (real(headFile).startsWith(real(folder))) {
      throw new DataFolderException(
          headFile + " is in the data folder, with which it would be lost; put it elsewhere");
    }
  }

  /** Where a path leads; what does not exist there yet is as it is written. */
  private static Path real(Path path) throws DataFolderException {
    Path there = path.toAbsolutePath();
    try {
      if (Files.exists(there)) {
        return there.toRealPath();
      }
    } catch (IOException e) {
      throw new DataFolderException(path + ": " + e.getMessage(), e);
    }
    Path parent = there.getParent();
    Path name = there.getFileName();
    return parent == null || name == null ? there : real(parent).resolve(name).normalize();
  }

  private static HeadFile openHeadFile(DataFolder folder, Path headFile)
      throws DataFolderException {
    if (Files.notExists(headFile)) {
      throw new DataFolderException(
          "the head file %s is missing; mount its volume, or if it is lost for good: cairn remember --data %s --head-file %s"
              .formatted(headFile, folder.path(), headFile));
    }
    try {
      HeadFile file = HeadFile.open(headFile);
      boolean isHeld = false;
      try {
        file.lock();
        isHeld = true;
        return file;
      } finally {
        if (!isHeld) {
          close(file);
        }
      }
    } catch (IOException e) {
      throw new DataFolderException("the head file cannot be used: " + e.getMessage(), e);
    }
  }

  private static Publication newest(HeadFile file, Path path, VerifierKey log)
      throws DataFolderException {
    try {
      return file.newestPublication(log)
          .orElseThrow(
              () ->
                  new DataFolderException(
                      "the head file %s has no checkpoint signed by %s: it is another log's, or damaged; name the right one"
                          .formatted(path, log)));
    } catch (IOException e) {
      throw new DataFolderException(path + ": " + e.getMessage(), e);
    }
  }

  /**
   * Makes a head file.
   *
   * @param first what it remembers
   * @throws DataFolderException if the file exists, or cannot be written
   */
  public static void create(Path headFile, SignedCheckpoint first) throws DataFolderException {
    requireNew(headFile);
    try {
      HeadFile.create(headFile, first);
      DataFolder.syncFolderOf(headFile);
    } catch (IOException e) {
      throw new DataFolderException("cannot make the head file " + headFile + ": " + e, e);
    }
  }

  /** Refuses a path at which there is something already. */
  public static void requireNew(Path headFile) throws DataFolderException {
    if (Files.exists(headFile)) {
      throw new DataFolderException(
          headFile + " exists already; what it remembers is not written over");
    }
  }

  /** The newest publication in each file when it was opened; the folder's first. */
  public List<Remembered> remembered() {
    return List.copyOf(remembered);
  }

  /** The newest publication in any of them when they were opened, with the latest time of all. */
  public Publication newest() {
    Instant latest =
        remembered.stream()
            .map(each -> each.publication().time())
            .max(Comparator.naturalOrder())
            .orElse(Instant.EPOCH);
    return remembered.stream()
        .map(Remembered::publication)
        .max(Comparator.comparingLong(each -> each.checkpoint().head().size()))
        .map(newest -> new Publication(newest.checkpoint(), latest))
        .orElseThrow();
  }

  /**
   * Writes the newest into each file again, before anyone is shown it: one file may be behind, and
   * what was read may be in the operating system's memory only, if its sync failed.
   */
  public void renew() {
    remember(newest());
  }

  /** Has all files forget when the newest was published, for a clock that was ahead by mistake. */
  public void forgetTime() {
    Publication newest = new Publication(newest().checkpoint(), Instant.EPOCH);
    remember(newest);
    remember(newest); // in both slots
  }

  /** Like {@link #renew}, of the folder's own file only. */
  public void renewOwn() {
    own.remember(newest());
  }

  /** The newest head in the head file, if there is one. */
  public Optional<SignedCheckpoint> inHeadFile() {
    return in(LostHead.Memory.HEAD_FILE);
  }

  /** Whether there is a head file, and it remembers less than the folder. */
  public boolean isHeadFileBehind() {
    long size = in(LostHead.Memory.PUBLISHED).map(own -> own.head().size()).orElse(0L);
    return inHeadFile().filter(head -> head.head().size() < size).isPresent();
  }

  private Optional<SignedCheckpoint> in(LostHead.Memory memory) {
    return remembered.stream()
        .filter(each -> each.memory() == memory)
        .findFirst()
        .map(each -> each.publication().checkpoint());
  }

  private HeadFile file(LostHead.Memory memory) {
    return memory == LostHead.Memory.HEAD_FILE ? external.orElseThrow() : own;
  }

  @Override
  public void remember(Publication publication) {
    // A crash in between leaves one of them behind, with a head that nobody has seen yet.
    external.ifPresent(file -> file.remember(publication));
    own.remember(publication);
  }

  /** Makes each that remembers a lost head remember another one, and that one only. */
  public void forget(Predicate<TreeHead> lost, Publication instead) {
    for (int i = 0; i < remembered.size(); i++) {
      Remembered each = remembered.get(i);
      if (lost.test(each.publication().checkpoint().head())) {
        file(each.memory()).reset(instead);
        remembered.set(i, new Remembered(each.memory(), instead));
      }
    }
  }

  @Override
  public void close() {
    external.ifPresent(PublishedMemory::close);
    close(own);
  }

  private static void close(HeadFile file) {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
