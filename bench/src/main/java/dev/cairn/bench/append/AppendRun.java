package dev.cairn.bench.append;

import dev.cairn.bench.figures.Figures;
import dev.cairn.bench.figures.Latency;
import dev.cairn.bench.figures.Progress;
import dev.cairn.bench.load.Load;
import dev.cairn.bench.load.Tally;
import dev.cairn.bench.process.CpuMeter;
import io.grpc.Status;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/** One run: warm-up, then load and references in turns, then the count. */
final class AppendRun {
  private final AppendPlan plan;
  private final LogUnderTest log;
  private final References references;
  private final CpuMeter serverCpu;
  private final Writers writers;
  private final Histogram latencies = Latency.nanos();
  private Tally warmUp = Tally.NONE;
  private Tally measured = Tally.NONE;

  /**
   * Prepares to run.
   *
   * @param serverCpu the processor time of the log's server, if it can be known
   */
  AppendRun(
      AppendPlan plan,
      LogUnderTest log,
      References references,
      Supplier<Duration> serverCpu,
      Writers writers) {
    this.plan = plan;
    this.log = log;
    this.references = references;
    this.serverCpu = new CpuMeter(serverCpu);
    this.writers = writers;
  }

  /**
   * What came of a run.
   *
   * @param figures the result
   * @param problem why the figures cannot be trusted, one line; empty: they can
   */
  record Outcome(Figures figures, String problem) {}

  /**
   * Runs.
   *
   * @throws io.grpc.StatusRuntimeException if the log does not say how large it is
   */
  Outcome run() throws InterruptedException {
    long before = log.size();
    measure();
    long grown = log.size() - before;
    String problem = problem(grown);
    Tally all = warmUp.plus(measured);
    long wrong = Math.max(all.errors(), Math.abs(grown - all.done()));
    return new Outcome(figures(problem.isEmpty() ? 0 : Math.max(1, wrong)), problem);
  }

  private void measure() throws InterruptedException {
    Load load = writers.load();
    Duration referenceTime = plan.roundTime().dividedBy(2);
    try (Progress progress = Progress.of(plan.mode().text(), 2L * plan.rounds() + 2)) {
      if (!plan.warmUp().isZero()) {
        progress.step("warm-up", 0);
        references.measure(plan.warmUp());
        warmUp = load.run(plan.warmUp(), Latency.nanos());
        references.forget();
        writers.forget();
      }
      for (int round = 0; round < plan.rounds(); round++) {
        progress.step("references", 1);
        references.measure(referenceTime);
        progress.step("appends", 1);
        serverCpu.start();
        measured = measured.plus(load.run(plan.roundTime(), latencies));
        serverCpu.stop();
      }
      progress.step("references", 1);
      references.measure(referenceTime);
    }
  }

  /** Why the figures cannot be trusted; empty if they can. */
  private String problem(long grown) {
    Tally all = warmUp.plus(measured);
    if (all.firstError().isPresent()) {
      Status first = all.firstError().get();
      return "%,d entries failed, the first with %s: %s"
          .formatted(all.errors(), first.getCode(), first.getDescription());
    }
    if (references.failure().isPresent()) {
      return "the echo failed with " + references.failure().get();
    }
    if (grown != all.done()) {
      return "%,d entries were acknowledged, but the log grew by %,d; does someone else append?"
          .formatted(all.done(), grown);
    }
    return writers.problem();
  }

  private Figures figures(long errors) {
    Map<String, Double> found = references.figures();
    Latency latency = Latency.of(latencies);
    Map<String, Double> ratios = new LinkedHashMap<>();
    if (plan.isPaced()) {
      found.put("rate_per_s", (double) plan.rate());
      ratios.put("kept_of_rate", measured.perSecond() / plan.rate());
    } else {
      ratios.put(plan.mode().ratio(), ratio(found, latency));
    }
    found.putAll(writers.figures());
    double micros = serverCpu.microsPer(measured.done());
    if (micros > 0 && references.echoCpuMicros() > 0) {
      ratios.put("server_cpu_to_echo_cpu", micros / references.echoCpuMicros());
      found.put("echo_cpu_us_per_entry", references.echoCpuMicros());
    }
    return new Figures(
        plan.name(),
        "entries",
        measured.perSecond(),
        latency,
        found,
        ratios,
        errors,
        measured.nanos() / 1e9);
  }

  private double ratio(Map<String, Double> found, Latency latency) {
    return switch (plan.mode()) {
      case UNARY -> measured.perSecond() / found.getOrDefault("echo_unary_per_s", 0.0);
      case STREAM -> measured.perSecond() / found.getOrDefault("echo_stream_per_s", 0.0);
      case BATCH -> measured.perSecond() / found.getOrDefault("lmdb_entries_per_s", 0.0);
      case LONE -> latency.p50() / found.getOrDefault("fdatasync_ms_p50", 0.0);
    };
  }
}
