package dev.cairn.bench.figures;

import java.io.Console;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A line on a terminal that tells how far a benchmark is; nothing where there is no terminal. */
public final class Progress implements AutoCloseable {
  private static final int REFRESH_MILLIS = 250;

  private final Optional<ProgressBar> bar;

  private Progress(Optional<ProgressBar> bar) {
    this.bar = bar;
  }

  /** Begins something that takes {@code steps} steps. */
  public static Progress of(String task, long steps) {
    return new Progress(
        Optional.ofNullable(System.console())
            .filter(Console::isTerminal)
            .map(console -> bar(task, steps)));
  }

  private static ProgressBar bar(String task, long steps) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(steps)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(REFRESH_MILLIS)
        .setConsumer(new ConsoleProgressBarConsumer(System.err))
        .clearDisplayOnFinish()
        .build();
  }

  /** Says what is being done, and that {@code steps} more steps are done. */
  public void step(String doing, long steps) {
    bar.ifPresent(shown -> shown.setExtraMessage(doing).stepBy(steps));
  }

  @Override
  public void close() {
    bar.ifPresent(ProgressBar::close);
  }
}
