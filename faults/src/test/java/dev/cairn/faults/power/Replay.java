package dev.cairn.faults.power;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Does to a disk what a recording shows. */
final class Replay {
  private final Disk disk;
  private final Map<Integer, Long> positions = new HashMap<>();
  private final Map<Integer, Ending> underWay = new HashMap<>();

  Replay(Disk disk) {
    this.disk = disk;
  }

  /** What is left to be done once a call has returned. */
  private interface Ending {
    void accept(Recording.Event end);
  }

  /** Does the next thing. */
  void next(Recording.Event event) {
    switch (event.part()) {
      case WHOLE -> begin(event.call().orElseThrow()).accept(event);
      case BEGIN -> underWay.put(event.thread(), begin(event.call().orElseThrow()));
      case END -> Optional.ofNullable(underWay.remove(event.thread())).orElseThrow().accept(event);
    }
  }

  /** The process is gone; what it has left to do never ends. */
  void ended() {
    underWay.clear();
    positions.clear();
  }

  private Ending begin(Call call) {
    return switch (call) {
      case Call.Opening opening ->
          end -> end.opened().ifPresent(file -> opened(file, opening.flags()));
      case Call.Closing _ -> _ -> {};
      case Call.Seeking seeking ->
          end -> {
            if (end.value() >= 0) {
              positions.put(seeking.descriptor(), end.value());
            }
          };
      case Call.Writing writing -> begin(writing);
      case Call.Syncing syncing -> {
        Runnable synced = disk.sync(syncing.descriptor());
        yield end -> ifDone(end, synced);
      }
      case Call.Resizing resizing -> begin(resizing);
      case Call.Renaming renaming ->
          end -> ifDone(end, () -> disk.renamed(renaming.from(), renaming.to()));
      case Call.Removing removing -> end -> ifDone(end, () -> disk.removed(removing.path()));
      case Call.MakingFolder making -> end -> ifDone(end, () -> disk.madeFolder(making.path()));
    };
  }

  private static void ifDone(Recording.Event end, Runnable effect) {
    if (end.value() >= 0) {
      effect.run();
    }
  }

  private void opened(TraceLine.Descriptor file, String flags) {
    positions.put(file.number(), 0L);
    disk.opened(file, flags);
    if (flags.contains("O_APPEND")) {
      disk.file(file.number()).ifPresent(f -> positions.put(file.number(), (long) f.size()));
    }
  }

  private Ending begin(Call.Writing writing) {
    Optional<StoredFile> file = disk.file(writing.descriptor());
    if (file.isEmpty()) {
      return _ -> {};
    }
    long offset =
        writing.offset().orElseGet(() -> positions.getOrDefault(writing.descriptor(), 0L));
    StoredFile.Change change = file.get().write(offset, writing.bytes());
    return end -> {
      if (end.value() >= 0 && end.value() != writing.bytes().length) {
        throw new IllegalStateException("a write was cut short: " + end.value());
      }
      if (writing.offset().isEmpty() && end.value() >= 0) {
        positions.put(writing.descriptor(), offset + end.value());
      }
      ifDone(end, () -> disk.written(writing.descriptor(), file.get(), change));
    };
  }

  private Ending begin(Call.Resizing resizing) {
    Optional<StoredFile> file = disk.file(resizing.descriptor());
    if (file.isEmpty()) {
      return _ -> {};
    }
    StoredFile.Change change = file.get().resize(resizing.size());
    return end -> ifDone(end, change::done);
  }
}
