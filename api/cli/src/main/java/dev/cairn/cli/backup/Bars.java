package dev.cairn.cli.backup;

import dev.cairn.cli.console.Progress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One progress bar after the other, each for a part of something long. */
public final class Bars implements AutoCloseable {
  private final String task;
  private @Nullable Enum<?> part;
  private @Nullable Progress bar;

  /**
   * @param task what is done, one word
   */
  public Bars(String task) {
    this.task = task;
  }

  /**
   * Shows how far a part has come.
   *
   * @param total 0 while that is unknown
   */
  public void at(Enum<?> part, long done, long total) {
    if (part != this.part) {
      close();
      this.part = part;
      String name = task + " " + part.name().toLowerCase(Locale.ROOT);
      bar = Progress.of(name, "items", total == 0 ? -1 : total);
    }
    if (bar != null) {
      bar.at(done);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
