package dev.cairn.client.mirror;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The folders below one, the root. None of them may be a symbolic link, so that what is written or
 * deleted in them is within that one. Safe for several threads.
 */
final class OwnFolders {
  private final Path root;
  private final Set<Path> made = ConcurrentHashMap.newKeySet();

  OwnFolders(Path root) {
    this.root = root;
  }

  /**
   * Makes the folder of a file, and those above it, where they are missing.
   *
   * @throws IOException if something else is in the place of one: nothing was made below that
   */
  void makeFor(Path file) throws IOException {
    if (made.contains(parent(file))) {
      return;
    }
    for (Path each : below(file).reversed()) {
      try {
        if (!isFolder(each)) {
          Files.createDirectory(each);
        }
      } catch (FileAlreadyExistsException e) {
        if (!isFolder(each)) { // or another thread made it
          throw new IOException(each + " is no folder, and symbolic links are not followed", e);
        }
      }
    }
    made.add(parent(file));
  }

  /** Whether a path is a folder that no symbolic link leads to. */
  boolean has(Path folder) {
    return isFolder(folder) && below(folder).stream().allMatch(OwnFolders::isFolder);
  }

  /** Deletes a folder that is empty. */
  void delete(Path folder) throws IOException {
    Files.delete(folder);
    made.remove(folder);
  }

  /** The folders from a file's own up to the root, which is the last here. */
  List<Path> above(Path file) {
    List<Path> above = below(file);
    above.add(root);
    return above;
  }

  /** Without the root, which may be a link: its owner has chosen it. */
  private List<Path> below(Path file) {
    List<Path> below = new ArrayList<>();
    for (Path each = parent(file); !each.equals(root); each = parent(each)) {
      below.add(each);
    }
    return below;
  }

  private static boolean isFolder(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static Path parent(Path file) {
    return Objects.requireNonNull(file.getParent(), "a file below a folder has a parent");
  }
}
