package dev.cairn.bench.tiles;

import dev.cairn.bench.figures.Figures;
import dev.cairn.bench.figures.Latency;
import dev.cairn.bench.figures.Progress;
import dev.cairn.bench.load.Load;
import dev.cairn.bench.load.Tally;
import dev.cairn.bench.process.CpuMeter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** One run: warm-up, then plain Jetty and the log in turns. */
final class TilesRun {
  private final TilesPlan plan;
  private final Load plain;
  private final Load tiles;
  private final CpuMeter plainCpu;
  private final CpuMeter logCpu;
  private final Histogram latencies = Latency.nanos();
  private Tally plainTally = Tally.NONE;
  private Tally tally = Tally.NONE;

  TilesRun(TilesPlan plan, Load plain, CpuMeter plainCpu, Load tiles, CpuMeter logCpu) {
    this.plan = plan;
    this.plain = plain;
    this.plainCpu = plainCpu;
    this.tiles = tiles;
    this.logCpu = logCpu;
  }

  Figures run() throws InterruptedException {
    try (Progress progress = Progress.of("tiles", 2L * (plan.seconds() + plan.warmUp()))) {
      for (int second = 0; second < plan.warmUp() + plan.seconds(); second++) {
        if (second == plan.warmUp()) {
          forget();
        }
        progress.step("plain Jetty", 1);
        plainCpu.start();
        plainTally = plainTally.plus(plain.run(TilesPlan.ROUND, Latency.nanos()));
        plainCpu.stop();
        progress.step("tiles", 1);
        logCpu.start();
        tally = tally.plus(tiles.run(TilesPlan.ROUND, latencies));
        logCpu.stop();
      }
    }
    return figures();
  }

  private void forget() {
    plainTally = Tally.NONE;
    tally = Tally.NONE;
    latencies.reset();
    plainCpu.reset();
    logCpu.reset();
  }

  private Figures figures() {
    Map<String, Double> references = new LinkedHashMap<>();
    references.put("plain_jetty_per_s", plainTally.perSecond());
    Map<String, Double> ratios = new LinkedHashMap<>();
    ratios.put("tiles_to_plain_jetty", tally.perSecond() / plainTally.perSecond());
    double plainMicros = plainCpu.microsPer(plainTally.done());
    double micros = logCpu.microsPer(tally.done());
    if (plainMicros > 0 && micros > 0) {
      references.put("plain_jetty_cpu_us", plainMicros);
      ratios.put("server_cpu_to_plain_jetty_cpu", micros / plainMicros);
    }
    return new Figures(
        "tiles",
        "full tiles",
        tally.perSecond(),
        Latency.of(latencies),
        references,
        ratios,
        plainTally.errors() + tally.errors(),
        tally.nanos() / 1e9);
  }

  /** What went wrong first; empty if nothing did. */
  String problem() {
    return tally
        .firstError()
        .or(plainTally::firstError)
        .map(error -> String.valueOf(error.getDescription()))
        .orElse("");
  }
}
