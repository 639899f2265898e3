package dev.cairn.bench.append;

import dev.cairn.bench.figures.Figures;
import dev.cairn.bench.figures.Latency;
import dev.cairn.bench.figures.Progress;
import dev.cairn.bench.load.Load;
import dev.cairn.bench.load.Tally;
import dev.cairn.log.v1.AckLevel;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import io.grpc.Status;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * One run with witnesses: in each round the references, lone entries at a fixed rate, and as many
 * entries as the log can take, once signed and once witnessed.
 */
final class WitnessedRun {
  /** How many lone entries are sent a second. */
  static final int PER_SECOND = 100;

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long POLL_MILLIS = 10;

  private final AppendPlan plan;
  private final LogUnderTest log;
  private final References references;
  private final WitnessedHead head;
  private final Load paced;
  private final Measured lone = new Measured();
  private final Measured signed = new Measured();
  private final Measured witnessed = new Measured();
  private final Measured warmUp = new Measured();
  private Tally all = Tally.NONE;

  /**
   * Prepares to run.
   *
   * @param head knows what the log's witnessed checkpoints cover
   */
  WitnessedRun(AppendPlan plan, LogUnderTest log, References references, WitnessedHead head) {
    this.plan = plan;
    this.log = log;
    this.references = references;
    this.head = head;
    this.paced = log.paced(PER_SECOND, plan.entryBytes(), AckLevel.ACK_LEVEL_WITNESSED);
  }

  /**
   * What came of a run.
   *
   * @param figures the results
   * @param problem why the figures cannot be trusted, one line; empty: they can
   */
  record Outcome(List<Figures> figures, String problem) {}

  /** What one of the loads has done so far. */
  private static final class Measured {
    private final Histogram latencies = Latency.nanos();
    private Tally tally = Tally.NONE;
  }

  /**
   * Runs.
   *
   * @throws io.grpc.StatusRuntimeException if the log does not say how large it is
   */
  Outcome run() throws InterruptedException {
    long before = log.size();
    measure();
    long durable = log.size();
    String problem = problem(durable - before);
    if (problem.isEmpty()) {
      problem = uncovered(durable);
    }
    return new Outcome(List.of(loneFigures(problem), fullFigures(problem)), problem);
  }

  private void measure() throws InterruptedException {
    Load signing = log.load(plan, AckLevel.ACK_LEVEL_SIGNED);
    Load witnessing = log.load(plan, AckLevel.ACK_LEVEL_WITNESSED);
    try (Progress progress = Progress.of("witnessed", 4L * plan.rounds() + 1)) {
      if (!plan.warmUp().isZero()) {
        progress.step("warm-up", 0);
        Duration half = plan.warmUp().dividedBy(2);
        references.measure(half);
        run(signing, half, warmUp);
        run(witnessing, half, warmUp);
        run(paced, half, warmUp);
        references.forget();
      }
      for (int round = 0; round < plan.rounds(); round++) {
        progress.step("references", 1);
        references.measure(plan.roundTime().dividedBy(2));
        progress.step(PER_SECOND + " a second", 1);
        run(paced, plan.roundTime(), lone);
        // Who comes first finds the log a little smaller, so they take turns in that too.
        boolean even = round % 2 == 0;
        progress.step("signed and witnessed", 2);
        run(even ? signing : witnessing, plan.roundTime(), even ? signed : witnessed);
        run(even ? witnessing : signing, plan.roundTime(), even ? witnessed : signed);
      }
      progress.step("references", 1);
      references.measure(plan.roundTime().dividedBy(2));
    }
  }

  private void run(Load load, Duration time, Measured measured) throws InterruptedException {
    Tally tally = load.run(time, measured.latencies);
    measured.tally = measured.tally.plus(tally);
    all = all.plus(tally);
  }

  /** Why the figures cannot be trusted; empty if they can. */
  private String problem(long grown) {
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
    return "";
  }

  /** Waits until the witnesses have cosigned all; says what is missing, or nothing. */
  private String uncovered(long durable) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      long covered = head.size(log.witnessedCheckpoint());
      while (covered < durable && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        covered = head.size(log.witnessedCheckpoint());
      }
      return covered >= durable
          ? ""
          : "the newest witnessed checkpoint covers %,d of %,d entries".formatted(covered, durable);
    } catch (MalformedException | VerificationException e) {
      return "the newest witnessed checkpoint is wrong: " + e.getMessage();
    }
  }

  private Figures loneFigures(String problem) {
    Map<String, Double> found = references.figures();
    Latency latency = Latency.of(lone.latencies);
    return new Figures(
        "append witnessed at %d/s".formatted(PER_SECOND),
        "entries",
        lone.tally.perSecond(),
        latency,
        found,
        Map.of(
            "witnessed_p50_to_fdatasync",
            latency.p50() / found.getOrDefault("fdatasync_ms_p50", 0.0)),
        errors(lone, problem),
        lone.tally.nanos() / 1e9);
  }

  private Figures fullFigures(String problem) {
    Map<String, Double> found = references.figures();
    found.put("signed_per_s", signed.tally.perSecond());
    found.put("signed_ms_p50", Latency.of(signed.latencies).p50());
    Map<String, Double> ratios = new LinkedHashMap<>();
    double perSecond = witnessed.tally.perSecond();
    ratios.put("witnessed_to_signed", perSecond / signed.tally.perSecond());
    if (plan.mode() != Mode.BATCH) {
      ratios.put("witnessed_to_echo", perSecond / references.echoPerSecond());
    }
    return new Figures(
        "append %s witnessed".formatted(plan.mode().text()),
        "entries",
        perSecond,
        Latency.of(witnessed.latencies),
        found,
        ratios,
        errors(witnessed, problem),
        witnessed.tally.nanos() / 1e9);
  }

  /** Its own, and those of nobody else; but where anything is wrong, at least one. */
  private static long errors(Measured measured, String problem) {
    return Math.max(measured.tally.errors(), problem.isEmpty() ? 0 : 1);
  }
}
