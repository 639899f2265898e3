package dev.cairn.faults.power;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What strace has recorded of one process, as far as it matters to a folder. */
final class Recording {
  private static final String CALLS =
      "openat,close,lseek,write,writev,pwrite64,pwritev,pwritev2,fsync,fdatasync,msync,"
          + "ftruncate,fallocate,rename,renameat,renameat2,unlink,unlinkat,rmdir,mkdir,mkdirat";

  private Recording() {}

  /**
   * One line.
   *
   * @param micros before it all earlier lines were over, in microseconds since 1970
   * @param call what begins; empty where one ends that has begun before
   * @param value the result of what ends; -1: it has failed
   * @param opened the file that an opening has opened
   */
  record Event(
      int thread,
      long micros,
      TraceLine.Part part,
      Optional<Call> call,
      long value,
      Optional<TraceLine.Descriptor> opened) {}

  /** The command that records what it runs, and all of its threads. */
  static List<String> strace(Path trace) {
    List<String> command = new ArrayList<>(List.of("strace", "-f", "--seccomp-bpf", "-ttt", "-y"));
    command.addAll(List.of("-xx", "-s", "4000000", "-o", trace.toString()));
    command.addAll(List.of("-e", "signal=none", "-e", "trace=" + CALLS));
    return command;
  }

  /** Reads the record of one process. */
  static List<Event> read(Path trace, Path root) throws IOException {
    List<Event> events = new ArrayList<>();
    Set<Integer> begun = new HashSet<>();
    try (BufferedReader lines = Files.newBufferedReader(trace, StandardCharsets.ISO_8859_1)) {
      for (String text = lines.readLine(); text != null; text = lines.readLine()) {
        Optional<TraceLine> line = TraceLine.parse(text);
        if (line.isPresent()) {
          event(line.get(), root.toString(), begun).ifPresent(events::add);
        }
      }
    }
    return events;
  }

  private static Optional<Event> event(TraceLine line, String root, Set<Integer> begun) {
    return switch (line.part()) {
      case BEGIN -> {
        Optional<Call> call = Call.of(line, root);
        if (call.isPresent()) {
          begun.add(line.thread());
        }
        yield call.map(_ -> event(line, call));
      }
      case END ->
          begun.remove(line.thread())
              ? Optional.of(event(line, Optional.empty()))
              : Optional.empty();
      case WHOLE -> Call.of(line, root).map(call -> event(line, Optional.of(call)));
    };
  }

  private static Event event(TraceLine line, Optional<Call> call) {
    boolean hasEnded = line.part() != TraceLine.Part.BEGIN;
    long value = hasEnded ? line.value() : -1;
    Optional<TraceLine.Descriptor> opened =
        line.call().equals("openat") && value >= 0 ? Optional.of(line.opened()) : Optional.empty();
    return new Event(line.thread(), line.micros(), line.part(), call, value, opened);
  }
}
