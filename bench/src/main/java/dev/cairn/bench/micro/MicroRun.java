package dev.cairn.bench.micro;

import dev.cairn.bench.figures.Figures;
import dev.cairn.bench.figures.Latency;
import dev.cairn.bench.reference.OpenSsl;
import dev.cairn.cli.console.JavaCommand;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/** Measures subjects with JMH, in JVMs like this one. */
final class MicroRun {
  private static final int WARM_UPS = 3;
  private static final int ITERATIONS = 5;
  private static final int OPENSSL_SECONDS = 1;

  private final TimeValue iteration;

  /**
   * Prepares to measure.
   *
   * @param iterationMillis how long each of three warm-ups and five iterations takes
   */
  MicroRun(int iterationMillis) {
    this.iteration = TimeValue.milliseconds(iterationMillis);
  }

  /**
   * Measures throughput, the reference's throughput, and latency.
   *
   * @throws RunnerException if the benchmark fails
   */
  Figures of(Subject.Sized sized) throws RunnerException, InterruptedException {
    Subject subject = sized.subject();
    double perSecond = run(sized, subject.pattern(), Mode.Throughput).getScore();
    double reference = run(sized, subject.referencePattern(), Mode.Throughput).getScore();
    Statistics millis = run(sized, subject.pattern(), Mode.SampleTime).getStatistics();
    Map<String, Double> references = new LinkedHashMap<>();
    references.put(subject.reference() + "_per_s", reference);
    Map<String, Double> ratios = new LinkedHashMap<>();
    ratios.put(sized.name() + "_to_" + subject.reference(), perSecond / reference);
    compareBlocks(perSecond * subject.blocks(sized.size()), references, ratios);
    return new Figures(
        "micro " + sized.name(),
        "operations",
        perSecond,
        new Latency(
            millis.getPercentile(50),
            millis.getPercentile(99),
            millis.getPercentile(99.9),
            millis.getMax()),
        references,
        ratios,
        0,
        ITERATIONS * iteration.convertTo(TimeUnit.MILLISECONDS) / 1e3);
  }

  private static void compareBlocks(
      double blocksPerSecond, Map<String, Double> references, Map<String, Double> ratios)
      throws InterruptedException {
    if (blocksPerSecond == 0) {
      return;
    }
    references.put("blocks_per_s", blocksPerSecond);
    OptionalDouble openSsl = OpenSsl.sha256BlocksPerSecond(OPENSSL_SECONDS);
    if (openSsl.isPresent()) {
      references.put("openssl_blocks_per_s", openSsl.getAsDouble());
      ratios.put("blocks_to_openssl", blocksPerSecond / openSsl.getAsDouble());
    }
  }

  private Result<?> run(Subject.Sized sized, String pattern, Mode mode) throws RunnerException {
    OptionsBuilder options = new OptionsBuilder();
    options
        .include(pattern)
        .param("size", Integer.toString(sized.size()))
        .mode(mode)
        .timeUnit(mode == Mode.Throughput ? TimeUnit.SECONDS : TimeUnit.MILLISECONDS)
        .forks(1)
        .jvmArgs(flags().toArray(String[]::new))
        .warmupIterations(WARM_UPS)
        .warmupTime(iteration)
        .measurementIterations(ITERATIONS)
        .measurementTime(iteration)
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT);
    return new Runner(options.build()).runSingle().getPrimaryResult();
  }

  /** The options of this JVM, which the measured ones get as well. */
  static List<String> flags() {
    List<String> like = JavaCommand.like(MicroRun.class.getName());
    return List.copyOf(like.subList(1, like.lastIndexOf("-cp")));
  }
}
