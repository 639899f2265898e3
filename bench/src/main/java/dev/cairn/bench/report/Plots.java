package dev.cairn.bench.report;

import dev.cairn.bench.chart.Axis;
import dev.cairn.bench.chart.GoalChart;
import dev.cairn.bench.chart.LineChart;
import dev.cairn.bench.chart.LineChart.Point;
import dev.cairn.bench.chart.LineChart.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The results as pictures, by the names of their files. */
final class Plots {
  private static final String STRETCH = "scale stretch";
  private static final String BATCH_KEYS = STRETCH + " with keys of batches";
  private static final String ENTRY_KEYS = STRETCH + " with keys of entries";
  private static final Axis ENTRIES = Axis.log("entries in the log");

  private final Results results;

  Plots(Results results) {
    this.results = results;
  }

  /** Those that there are figures for. */
  Map<String, String> svg() {
    Map<String, String> plots = new LinkedHashMap<>();
    List<GoalChart.Bar> bars = bars();
    if (!bars.isEmpty()) {
      plots.put(
          "goals.svg",
          new GoalChart(
                  "What was measured, as a part of its goal",
                  "A bar for each goal; one that reaches the dashed line meets it.",
                  bars)
              .svg());
    }
    put(plots, "scale-rate.svg", rate());
    put(plots, "scale-proof.svg", proof());
    put(plots, "scale-disk.svg", disk());
    put(plots, "scale-memory.svg", memory());
    return plots;
  }

  private static void put(Map<String, String> plots, String name, LineChart chart) {
    if (!chart.series().isEmpty()) {
      plots.put(name, chart.svg());
    }
  }

  private List<GoalChart.Bar> bars() {
    List<GoalChart.Bar> bars = new ArrayList<>();
    for (Goal goal : Goals.of(results)) {
      OptionalDouble reached = goal.reached(results);
      if (reached.isPresent() && !(goal.bound() instanceof Bound.None)) {
        double judged = results.figure(goal.bench(), goal.judged()).orElseThrow();
        String figure = Digits.of(judged) + (goal.isRatio() ? "" : goal.unit());
        bars.add(new GoalChart.Bar(goal.what().replace("`", ""), reached.getAsDouble(), figure));
      }
    }
    return bars;
  }

  private LineChart rate() {
    List<Series> series = new ArrayList<>();
    add(series, "no keys", STRETCH, "append_per_s");
    add(series, "a key for each batch", BATCH_KEYS, "append_per_s");
    add(series, "a key for each entry", ENTRY_KEYS, "append_per_s");
    add(series, "bare LMDB", STRETCH, "lmdb_entries_per_s");
    return new LineChart(
        "Appends while the log grows",
        "Durable entries a second against the size of the log, and bare LMDB in turns with it.",
        ENTRIES,
        Axis.linear("entries/s"),
        series);
  }

  private LineChart proof() {
    List<Series> series = new ArrayList<>();
    add(series, "p50", STRETCH, "proof_ms_p50");
    add(series, "p99", STRETCH, "proof_ms_p99");
    return new LineChart(
        "Inclusion proofs over gRPC",
        "Milliseconds for one proof, one call at a time, against the size of the log.",
        ENTRIES,
        Axis.linear("ms"),
        series);
  }

  private LineChart disk() {
    List<Series> series = new ArrayList<>();
    add(series, "no keys", STRETCH, "disk_bytes_beyond_entry");
    add(series, "a key for each batch", BATCH_KEYS, "disk_bytes_beyond_entry");
    add(series, "a key for each entry", ENTRY_KEYS, "disk_bytes_beyond_entry");
    return new LineChart(
        "Disk beyond the entries' own bytes",
        "Bytes an entry beyond its own, against the size of the log.",
        ENTRIES,
        Axis.linear("bytes"),
        series);
  }

  private LineChart memory() {
    List<Series> series = new ArrayList<>();
    add(series, "heap used", STRETCH, "used_heap_mib");
    add(series, "heap live", STRETCH, "live_heap_mib");
    add(series, "process, without mapped files", STRETCH, "anonymous_mib");
    return new LineChart(
        "Memory of the server",
        "Mebibytes of heap and of the process, against the size of the log.",
        ENTRIES,
        Axis.linear("MiB"),
        series);
  }

  private void add(List<Series> series, String name, String bench, String figure) {
    List<Point> points =
        results.all(bench).stream()
            .map(
                object -> new Point(object.path("size").asDouble(), object.path(figure).asDouble()))
            .toList();
    if (!points.isEmpty()) {
      series.add(new Series(name, points));
    }
  }
}
