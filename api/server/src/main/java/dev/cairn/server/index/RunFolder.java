package dev.cairn.server.index;

import dev.cairn.server.store.LogStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The folder that has the runs, and nothing else. The names of the files say what they are about,
 * so that there is no list of them to keep in step.
 */
final class RunFolder {
  private final Path folder;
  private final boolean isToRead;

  private RunFolder(Path folder, boolean isToRead) {
    this.folder = folder;
    this.isToRead = isToRead;
  }

  /** A folder that is made where it is missing. */
  static RunFolder toWrite(Path folder) {
    return new RunFolder(folder, false);
  }

  /** A folder in which nothing is made, changed or deleted; it may be missing. */
  static RunFolder toRead(Path folder) {
    return new RunFolder(folder, true);
  }

  /** Whether nothing in it may be made, changed or deleted. */
  boolean isToRead() {
    return isToRead;
  }

  /** Whether there is none. */
  boolean isMissing() {
    return !Files.isDirectory(folder);
  }

  /**
   * Opens runs that adjoin each other from entry 0 on, as far as there are whole ones, and deletes
   * all other files, unless the folder is only read.
   *
   * @param isRight whether a run is of this log
   */
  List<Run> open(Predicate<Run> isRight) throws IOException {
    if (isToRead && isMissing()) {
      return List.of();
    }
    if (!isToRead) {
      Files.createDirectories(folder);
    }
    List<Run> runs = new ArrayList<>();
    long end = 0;
    for (Span span : spans()) {
      if (span.first() == end) {
        Optional<Run> run = open(span).filter(isRight);
        if (run.isEmpty()) {
          break;
        }
        runs.add(run.get());
        end = span.end();
      }
    }
    if (!isToRead) {
      deleteAllBut(runs);
    }
    return runs;
  }

  /**
   * What the files are about, by the first entry, and of the same first entry the largest first.
   */
  private List<Span> spans() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> Span.parse(String.valueOf(file.getFileName())))
          .flatMap(Optional::stream)
          .sorted(
              Comparator.comparingLong(Span::first)
                  .thenComparing(Comparator.comparingLong(Span::size).reversed()))
          .toList();
    }
  }

  private Optional<Run> open(Span span) {
    try {
      return Optional.of(Run.open(folder, span));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private void deleteAllBut(List<Run> runs) throws IOException {
    List<Path> kept = runs.stream().map(Run::file).toList();
    List<Path> others;
    try (Stream<Path> files = Files.list(folder)) {
      others = files.filter(file -> !kept.contains(file)).toList();
    }
    for (Path file : others) {
      Files.delete(file);
    }
  }

  /** Writes the run of a span. */
  Run write(Span span, Tail entries) throws IOException {
    if (!hasRoom(span)) {
      throw new IOException("no room on the disk for " + folder.resolve(span.fileName()));
    }
    int[] sorted = entries.sorted();
    try (RunWriter writer = new RunWriter(folder, span)) {
      for (int i = 0; i < sorted.length; i++) {
        Fingerprint fingerprint = entries.fingerprint(sorted[i]);
        if (i == 0 || !entries.fingerprint(sorted[i - 1]).equals(fingerprint)) {
          writer.add(fingerprint, entries.index(sorted[i]));
        }
      }
      return writer.finish();
    }
  }

  /** Whether the run of a span may be written, with room for it and the reserve besides. */
  boolean hasRoom(Span span) throws IOException {
    if (isToRead) {
      return false;
    }
    long free = Files.getFileStore(folder).getUsableSpace();
    return free >= span.size() * Run.RECORD + LogStore.RESERVE_BYTES;
  }

  /** Begins to merge the runs of a span. */
  Merge merge(Span span, List<Run> runs) throws IOException {
    return new Merge(span, runs, new RunWriter(folder, span));
  }

  void delete(Run run) throws IOException {
    Files.deleteIfExists(run.file());
  }
}
