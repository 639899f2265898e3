package dev.cairn.bench.tiles;

import dev.cairn.bench.figures.Latency;
import dev.cairn.bench.figures.Progress;
import dev.cairn.bench.figures.Values;
import dev.cairn.bench.load.Load;
import dev.cairn.bench.load.Tally;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/** Appends alone and appends while tiles are read, in turns on one log. */
final class AppendsBeside {
  private final TilesPlan plan;
  private final Load appends;
  private final Load reads;
  private final Histogram latencies = Latency.nanos();
  private Tally alone = Tally.NONE;
  private Tally beside = Tally.NONE;
  private Tally read = Tally.NONE;

  /**
   * @param reads at the plan's rate
   */
  AppendsBeside(TilesPlan plan, Load appends, Load reads) {
    this.plan = plan;
    this.appends = appends;
    this.reads = reads;
  }

  Values run() throws InterruptedException {
    try (Progress progress = Progress.of("appends", 2L * (plan.seconds() + plan.warmUp()));
        ExecutorService reader = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int second = 0; second < plan.warmUp() + plan.seconds(); second++) {
        if (second == plan.warmUp()) {
          alone = Tally.NONE;
          beside = Tally.NONE;
          read = Tally.NONE;
          latencies.reset();
        }
        progress.step("alone", 1);
        alone = alone.plus(appends.run(TilesPlan.ROUND, Latency.nanos()));
        progress.step("while tiles are read", 1);
        Future<Tally> reading = reader.submit(() -> reads.run(TilesPlan.ROUND, latencies));
        beside = beside.plus(appends.run(TilesPlan.ROUND, Latency.nanos()));
        read = read.plus(reading.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the reads have a bug", e);
    }
    return values();
  }

  private Values values() {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("appends_alone_per_s", alone.perSecond());
    values.put("appends_beside_reads_per_s", beside.perSecond());
    values.put("beside_to_alone", beside.perSecond() / alone.perSecond());
    values.put("tiles_read_per_s", read.perSecond());
    values.put("tile_p50_ms", Latency.of(latencies).p50());
    values.put("tile_p99_ms", Latency.of(latencies).p99());
    return new Values(
        "appends beside tiles", values, alone.errors() + beside.errors() + read.errors());
  }

  /** What went wrong first; empty if nothing did. */
  String problem() {
    return alone
        .firstError()
        .or(beside::firstError)
        .or(read::firstError)
        .map(error -> error.getCode() + " " + error.getDescription())
        .orElse("");
  }
}
