package dev.cairn.faults.power;

import dev.cairn.faults.FolderImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a disk has below a folder, and what it may have, after the calls so far.
 *
 * <p>Syncs of some files can be left out, as a program would that does not sync.
 */
final class Disk {
  private final String root;
  private final Predicate<String> ignored;
  private final Map<Integer, OpenFile> open = new HashMap<>();
  // A folder is a name without a file.
  private final Map<String, Optional<StoredFile>> names = new TreeMap<>();
  private final Map<String, Optional<StoredFile>> syncedNames = new TreeMap<>();
  private final List<Renaming> renamings = new ArrayList<>();

  private record OpenFile(String path, Optional<StoredFile> file, boolean syncsWrites) {}

  /** A change to the names in one folder. */
  private record Renaming(String folder, String removed, String added, Optional<StoredFile> file) {
    void applyTo(Map<String, Optional<StoredFile>> names) {
      if (!removed.isEmpty()) {
        names.remove(removed);
      }
      if (!added.isEmpty()) {
        names.put(added, file);
      }
    }
  }

  /**
   * A disk with an empty folder.
   *
   * @param root the folder, absolute
   * @param ignored the paths of files whose syncs are left out
   */
  Disk(String root, Predicate<String> ignored) {
    this.root = root;
    this.ignored = ignored;
  }

  /** Whether a path is below the folder, or the folder. */
  boolean has(String path) {
    return path.equals(root) || path.startsWith(root + "/");
  }

  /** A file was opened, and made if it was not there. */
  void opened(TraceLine.Descriptor opened, String flags) {
    String path = opened.path();
    if (!has(path) || flags.contains("O_TMPFILE")) {
      open.remove(opened.number());
      return;
    }
    if (flags.contains("O_CREAT") && !names.containsKey(path)) {
      put(new Renaming(parent(path), "", path, Optional.of(new StoredFile())));
    }
    Optional<StoredFile> file = names.getOrDefault(path, Optional.empty());
    boolean syncsWrites = flags.contains("O_DSYNC") || flags.contains("O_SYNC");
    if (flags.contains("O_TRUNC")) {
      file.ifPresent(truncated -> truncated.resize(0).done());
    }
    open.put(opened.number(), new OpenFile(path, file, syncsWrites && !ignored.test(path)));
  }

  /** A folder was made. */
  void madeFolder(String path) {
    if (has(path)) {
      put(new Renaming(parent(path), "", path, Optional.empty()));
    }
  }

  /** A file was renamed, also over another one. */
  void renamed(String from, String to) {
    if (has(from)) {
      put(new Renaming(parent(to), from, to, names.getOrDefault(from, Optional.empty())));
    }
  }

  /** A name was removed. */
  void removed(String path) {
    if (has(path)) {
      put(new Renaming(parent(path), path, "", Optional.empty()));
    }
  }

  private void put(Renaming renaming) {
    renaming.applyTo(names);
    renamings.add(renaming);
  }

  private static String parent(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }

  /** The open file with this number, if it is below the folder. */
  Optional<StoredFile> file(int descriptor) {
    return Optional.ofNullable(open.get(descriptor)).flatMap(OpenFile::file);
  }

  /** A write has returned: where the file was opened so, it is synced. */
  void written(int descriptor, StoredFile file, StoredFile.Change change) {
    change.done();
    OpenFile opened = open.get(descriptor);
    if (opened != null && opened.syncsWrites()) {
      file.synced(List.of(change));
    }
  }

  /** What becomes of the disk when a sync that begins now returns. */
  Runnable sync(int descriptor) {
    OpenFile opened = open.get(descriptor);
    if (opened == null || ignored.test(opened.path())) {
      return () -> {};
    }
    if (opened.file().isPresent()) {
      StoredFile file = opened.file().get();
      List<StoredFile.Change> before = file.before();
      return () -> file.synced(before);
    }
    List<Renaming> before =
        renamings.stream().filter(change -> change.folder().equals(opened.path())).toList();
    return () -> {
      before.forEach(change -> change.applyTo(syncedNames));
      renamings.removeAll(before);
    };
  }

  /** What the power leaves if it fails now. */
  FolderImage image(Random random) {
    int percent = chance(random);
    Map<String, Optional<StoredFile>> left = new TreeMap<>(syncedNames);
    Map<String, Boolean> lost = new HashMap<>();
    int namesPercent = chance(random);
    for (Renaming renaming : renamings) {
      // From the first that a folder has lost on, it has lost all.
      boolean isLost =
          lost.merge(
              renaming.folder(),
              random.nextInt(100) >= namesPercent,
              (before, now) -> before || now);
      if (!isLost) {
        renaming.applyTo(left);
      }
    }
    Map<String, Optional<byte[]>> files = new TreeMap<>();
    left.forEach(
        (path, file) -> {
          if (parent(path).equals(root)
              || files.containsKey(parent(path).substring(root.length() + 1))) {
            files.put(
                path.substring(root.length() + 1), file.map(one -> one.remains(random, percent)));
          }
        });
    return new FolderImage(files);
  }

  /** All, none, or any part of what may be there. */
  private static int chance(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> 100;
      case 2 -> 50;
      default -> random.nextInt(101);
    };
  }
}
