package dev.cairn.bench.witness;

import dev.cairn.bench.figures.Figures;
import dev.cairn.bench.figures.Latency;
import dev.cairn.bench.figures.Progress;
import dev.cairn.bench.load.HttpConnections;
import dev.cairn.bench.load.HttpLoad;
import dev.cairn.bench.load.Load;
import dev.cairn.bench.load.Tally;
import dev.cairn.bench.process.CpuMeter;
import dev.cairn.tree.VerificationException;
import io.grpc.Status;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** One run: every log once, warm-up, then references and load in turns. */
final class WitnessRun {
  // Twice what the last second took, so that a round does not run out of requests.
  private static final double RESERVE = 2;
  private static final Duration INTRODUCTION = Duration.ofMinutes(2);

  private final WitnessPlan plan;
  private final List<LogConversation> conversations;
  private final Load load;
  private final WitnessReferences references;
  private final CpuMeter witnessCpu;
  private final Histogram latencies = Latency.nanos();
  private Tally unmeasured = Tally.NONE;
  private Tally measured = Tally.NONE;
  private double lastPerSecond;
  private long verified;

  WitnessRun(
      WitnessPlan plan,
      List<LogConversation> conversations,
      HttpConnections connections,
      WitnessReferences references,
      CpuMeter witnessCpu) {
    this.plan = plan;
    this.conversations = conversations;
    this.load = new HttpLoad(connections, "/add-checkpoint", conversations);
    this.references = references;
    this.witnessCpu = witnessCpu;
  }

  /**
   * What came of a run.
   *
   * @param figures the result
   * @param verified how many cosignatures were verified, all good
   * @param problem why the figures cannot be trusted, one line; empty: they can
   */
  record Outcome(Figures figures, long verified, String problem) {}

  Outcome run() throws InterruptedException {
    String wrong = "";
    try (Progress progress = Progress.of("witness", 2L * plan.seconds() + plan.warmUp() + 2)) {
      introduce(progress);
      for (int second = 0; second < plan.warmUp() && isWell(); second++) {
        progress.step("warm-up", 1);
        references.measure(WitnessPlan.ROUND.dividedBy(2));
        unmeasured = unmeasured.plus(send(Latency.nanos()));
      }
      references.forget();
      witnessCpu.reset();
      for (int round = 0; round < plan.seconds() && isWell(); round++) {
        progress.step("references", 1);
        references.measure(WitnessPlan.ROUND.dividedBy(2));
        progress.step("checkpoints", 1);
        measured = measured.plus(send(latencies));
      }
      references.measure(WitnessPlan.ROUND.dividedBy(2));
    } catch (VerificationException e) {
      wrong = "a cosignature is wrong: " + e.getMessage();
    }
    String problem = wrong.isEmpty() ? problem() : wrong;
    return new Outcome(figures(problem), verified, problem);
  }

  /** A first checkpoint of each log, which needs no proof. */
  private void introduce(Progress progress) throws InterruptedException, VerificationException {
    progress.step("first checkpoints", 1);
    conversations.forEach(conversation -> conversation.prepare(conversation.logCount()));
    Tally first = load.run(INTRODUCTION, Latency.nanos());
    verify();
    unmeasured = unmeasured.plus(first);
    lastPerSecond = first.perSecond();
  }

  /** Loads the witness for a round, with requests that are ready before, and no signing beside. */
  private Tally send(Histogram histogram) throws InterruptedException, VerificationException {
    int wanted = (int) Math.ceil(RESERVE * lastPerSecond / conversations.size());
    conversations.forEach(conversation -> conversation.prepare(Math.max(1, wanted)));
    witnessCpu.start();
    Tally tally = load.run(WitnessPlan.ROUND, histogram);
    witnessCpu.stop();
    verify();
    lastPerSecond = tally.perSecond();
    return tally;
  }

  private void verify() throws VerificationException {
    for (LogConversation conversation : conversations) {
      verified += conversation.verifySampled();
    }
  }

  private boolean isWell() {
    return unmeasured.errors() + measured.errors() == 0;
  }

  private String problem() {
    Tally all = unmeasured.plus(measured);
    if (all.firstError().isPresent()) {
      Status first = all.firstError().get();
      return "%,d requests failed, the first with %s".formatted(all.errors(), text(first));
    }
    return references.failure().map(status -> "the echo failed with " + text(status)).orElse("");
  }

  private static String text(Status status) {
    return status.getDescription() == null ? status.toString() : status.getDescription();
  }

  private Figures figures(String problem) {
    Map<String, Double> found = references.figures();
    double perSecond = measured.perSecond();
    Map<String, Double> ratios = new LinkedHashMap<>();
    ratios.put(
        "witness_to_ed25519", perSecond / found.getOrDefault("ed25519_verify_and_sign_per_s", 0.0));
    ratios.put("witness_to_fdatasync", perSecond / found.getOrDefault("fdatasync_per_s", 0.0));
    ratios.put("witness_to_echo", perSecond / found.getOrDefault("echo_http_per_s", 0.0));
    double micros = witnessCpu.microsPer(measured.done());
    if (micros > 0 && references.echoCpuMicros() > 0) {
      found.put("echo_cpu_us_per_request", references.echoCpuMicros());
      found.put("witness_cpu_us_per_request", micros);
      ratios.put("witness_cpu_to_echo_cpu", micros / references.echoCpuMicros());
    }
    long errors = unmeasured.errors() + measured.errors();
    return new Figures(
        "witness add-checkpoint",
        "checkpoints",
        perSecond,
        Latency.of(latencies),
        found,
        ratios,
        problem.isEmpty() ? 0 : Math.max(1, errors),
        measured.nanos() / 1e9);
  }
}
