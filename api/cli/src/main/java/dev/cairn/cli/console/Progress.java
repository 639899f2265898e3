package dev.cairn.cli.console;

import java.io.Console;
import java.time.Duration;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Shows on standard error how far something long has come: only on a terminal, and only once it has
 * taken a second.
 */
public final class Progress implements AutoCloseable {
  private static final long PATIENCE_NANOS = Duration.ofSeconds(1).toNanos();

  private final Optional<ProgressBarBuilder> builder;
  private final long goal;
  private final long started = System.nanoTime();
  private @Nullable ProgressBar bar;

  private Progress(Optional<ProgressBarBuilder> builder, long goal) {
    this.builder = builder;
    this.goal = goal;
  }

  /**
   * Begins.
   *
   * @param task what is done, one or two words
   * @param unit what is counted
   * @param goal how much there is; -1 if that is not known
   */
  @SuppressWarnings("SystemConsoleNull") // null where the JDK has no console at all
  public static Progress of(String task, String unit, long goal) {
    Console console = System.console();
    boolean shown = console != null && console.isTerminal();
    return new Progress(
        shown
            ? Optional.of(
                new ProgressBarBuilder()
                    .setTaskName(task)
                    .setUnit(" " + unit, 1)
                    .setInitialMax(goal)
                    .setUpdateIntervalMillis(200)
                    .showSpeed()
                    .clearDisplayOnFinish())
            : Optional.empty(),
        goal);
  }

  /** Says how much is done. */
  public void at(long done) {
    if (bar == null && builder.isPresent() && System.nanoTime() - started > PATIENCE_NANOS) {
      bar = builder.get().build();
    }
    if (bar != null) {
      bar.stepTo(goal < 0 ? done : Math.min(done, goal));
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
