package dev.cairn.bench.figures;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * How long something took, in milliseconds.
 *
 * @param p50 half took no longer
 * @param p99 99 of 100 took no longer
 * @param p999 999 of 1,000 took no longer
 * @param max the longest
 */
public record Latency(double p50, double p99, double p999, double max) {
  private static final double NANOS_PER_MILLI = 1e6;

  /** Histograms of nanoseconds, up to a minute, to three digits. Safe for several threads. */
  public static Histogram nanos() {
    return new ConcurrentHistogram(TimeUnit.MINUTES.toNanos(1), 3);
  }

  /** What a histogram of nanoseconds says; zeros if it is empty. */
  public static Latency of(Histogram nanos) {
    return new Latency(
        millis(nanos, 50), millis(nanos, 99), millis(nanos, 99.9), millis(nanos, 100));
  }

  private static double millis(Histogram nanos, double percentile) {
    return nanos.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
  }

  Map<String, Double> toMap() {
    Map<String, Double> map = new LinkedHashMap<>();
    map.put("p50", Round.digits(p50));
    map.put("p99", Round.digits(p99));
    map.put("p999", Round.digits(p999));
    map.put("max", Round.digits(max));
    return map;
  }

  String text() {
    return "p50 %s ms   p99 %s ms   p99.9 %s ms   max %s ms"
        .formatted(Round.text(p50), Round.text(p99), Round.text(p999), Round.text(max));
  }
}
