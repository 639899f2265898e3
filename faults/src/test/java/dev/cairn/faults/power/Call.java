package dev.cairn.faults.power;

import java.util.Optional;

/** What a system call asks for, as far as it changes what is on a disk. */
sealed interface Call {
  /** Opens a file, which the call's result names. */
  record Opening(String flags) implements Call {}

  /** Gives a descriptor back. */
  record Closing(int descriptor) implements Call {}

  /** Sets where the next write without an offset goes. */
  record Seeking(int descriptor) implements Call {}

  /**
   * Writes.
   *
   * @param offset empty: where the descriptor is
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Writing(int descriptor, Optional<Long> offset, byte[] bytes) implements Call {}

  /** Syncs a file, or the names in a folder. */
  record Syncing(int descriptor) implements Call {}

  /** Makes a file shorter or longer. */
  record Resizing(int descriptor, long size) implements Call {}

  /** Renames a file, also over another one. */
  record Renaming(String from, String to) implements Call {}

  /** Removes a name. */
  record Removing(String path) implements Call {}

  /** Makes a folder. */
  record MakingFolder(String path) implements Call {}

  /** The call of a line; empty if it matters to nothing below {@code root}. */
  static Optional<Call> of(TraceLine line, String root) {
    return switch (line.call()) {
      case "openat" -> Optional.of(new Opening(line.arguments().get(2)));
      case "rename" -> below(root, line.text(0)).map(from -> new Renaming(from, line.text(1)));
      case "renameat", "renameat2" ->
          below(root, line.text(1)).map(from -> new Renaming(from, line.text(3)));
      case "unlink", "rmdir" -> below(root, line.text(0)).map(Removing::new);
      case "unlinkat" -> below(root, line.text(1)).map(Removing::new);
      case "mkdir" -> below(root, line.text(0)).map(MakingFolder::new);
      case "mkdirat" -> below(root, line.text(1)).map(MakingFolder::new);
      default -> below(root, line.descriptor(0).path()).map(_ -> ofFile(line));
    };
  }

  private static Optional<String> below(String root, String path) {
    return path.equals(root) || path.startsWith(root + "/") ? Optional.of(path) : Optional.empty();
  }

  private static Call ofFile(TraceLine line) {
    int descriptor = line.descriptor(0).number();
    return switch (line.call()) {
      case "close" -> new Closing(descriptor);
      case "lseek" -> new Seeking(descriptor);
      case "write", "writev" -> new Writing(descriptor, Optional.empty(), line.bytes(1));
      case "pwrite64", "pwritev", "pwritev2" ->
          new Writing(descriptor, Optional.of(line.number(3)), line.bytes(1));
      case "fsync", "fdatasync" -> new Syncing(descriptor);
      case "ftruncate" -> new Resizing(descriptor, line.number(1));
      default -> throw new IllegalArgumentException("no model of " + line.call());
    };
  }
}
