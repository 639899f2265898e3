package dev.cairn.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** The warning that a folder is not on a disk. */
final class MemoryWarning {
  private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs");

  private MemoryWarning() {}

  /** A line for standard error; empty if the folder is on a disk. */
  static Optional<String> of(Path folder) throws IOException {
    return IN_MEMORY.contains(Files.getFileStore(folder).type())
        ? Optional.of(
            "cairn: %s is in memory, where syncing costs nothing; give --dir on a disk"
                .formatted(folder.getParent()))
        : Optional.empty();
  }
}
