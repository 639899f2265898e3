package dev.cairn.cli.tiles;

import dev.cairn.cli.console.Output;
import dev.cairn.cli.console.Progress;
import dev.cairn.cli.console.Words;
import dev.cairn.client.mirror.CopyProgress;
import dev.cairn.client.mirror.Mirrored;
import dev.cairn.tree.merkle.TreeHead;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A progress bar for each copy, and the line at its end. */
final class CopyReport implements CopyProgress, AutoCloseable {
  private final String task;
  private final String done;
  private final Output output;
  private long began = System.nanoTime();
  private @Nullable Progress bar;

  /**
   * @param task what is done, for the bar
   * @param done what was done, the first word of the last line
   */
  CopyReport(String task, String done, Output output) {
    this.task = task;
    this.done = done;
    this.output = output;
  }

  /** Starts the clock of the next copy. */
  void begin() {
    began = System.nanoTime();
  }

  @Override
  public void at(long entries, long size) {
    Progress shown = bar;
    if (shown == null) {
      shown = Progress.of(task, "entries", size);
      bar = shown;
    }
    shown.at(entries);
  }

  void print(Mirrored result) {
    close();
    double seconds = Duration.ofNanos(System.nanoTime() - began).toMillis() / 1_000.0;
    TreeHead head = result.checkpoint().head();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("origin", result.checkpoint().checkpoint().origin());
    object.put("size", head.size());
    object.put("root_hash", head.root().toHex());
    object.put("files_written", result.written());
    object.put("files_reused", result.reused());
    object.put("bytes_written", result.bytes());
    object.put("seconds", seconds);
    object.put("moved", result.hasMoved());
    output.print(
        String.format(
            Locale.ROOT,
            "%s %s: size %d, root %s; %s written (%,d bytes), %,d reused, %.1f s",
            done,
            result.checkpoint().checkpoint().origin(),
            head.size(),
            head.root().toHex(),
            Words.count(result.written(), "file"),
            result.bytes(),
            result.reused(),
            seconds),
        object);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
