package dev.cairn.cli.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Lets through the first {@value #BURST} warnings and errors of a kind in each minute, so that what
 * a stranger can cause at will does not fill the disk. The first line after a minute says how many
 * were left out. A kind is a logger and a message before its values are put in; of what is not
 * Cairn's own, a logger.
 */
public final class BurstFilter extends TurboFilter {
  static final int BURST = 20;

  private static final long MINUTE_NANOS = 60_000_000_000L;
  private static final int MAX_KINDS = 1_000;

  private final LongSupplier nanoTime;
  private final Map<String, Count> counts = new HashMap<>(); // guarded by itself

  private static final class Count {
    private long begun;
    private int lines;
    private long leftOut;

    Count(long begun) {
      this.begun = begun;
    }
  }

  /** For Logback, which makes it from its configuration. */
  public BurstFilter() {
    this(System::nanoTime);
  }

  BurstFilter(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] values,
      @Nullable Throwable thrown) {
    // Without a message it is asked only whether the level is logged.
    if (format == null || !level.isGreaterOrEqual(Level.WARN) || !logger.isEnabledFor(level)) {
      return FilterReply.NEUTRAL;
    }
    long leftOut = count(kind(logger, format));
    if (leftOut > 0) {
      logger.warn("{} lines like the next one were left out", leftOut);
    }
    return leftOut < 0 ? FilterReply.DENY : FilterReply.NEUTRAL;
  }

  private static String kind(Logger logger, String format) {
    String name = logger.getName();
    return name.startsWith("dev.cairn.") ? name + " " + format : name;
  }

  /** How many were left out before this one; negative: it is to be left out itself. */
  private long count(String kind) {
    synchronized (counts) {
      if (counts.size() >= MAX_KINDS) {
        counts.clear();
      }
      long now = nanoTime.getAsLong();
      Count count = counts.computeIfAbsent(kind, _ -> new Count(now));
      long before = 0;
      if (now - count.begun >= MINUTE_NANOS) {
        before = count.leftOut;
        count.begun = now;
        count.lines = 0;
        count.leftOut = 0;
      }
      if (count.lines == BURST) {
        count.leftOut++;
        return -1;
      }
      count.lines++;
      return before;
    }
  }
}
