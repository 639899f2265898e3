package dev.cairn.bench.micro;

import dev.cairn.bench.figures.Figures;
import dev.cairn.bench.figures.Latency;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/** Measures a subject with JMH, in JVMs like this one. */
final class MicroRun {
  private static final TimeValue ITERATION = TimeValue.milliseconds(500);
  private static final int WARM_UPS = 3;
  private static final int ITERATIONS = 5;

  private MicroRun() {}

  /**
   * Measures throughput, the reference's throughput, and latency.
   *
   * @throws RunnerException if the benchmark fails
   */
  static Figures of(Subject subject) throws RunnerException {
    double perSecond = run(subject, subject.pattern(), Mode.Throughput).getScore();
    double reference = run(subject, subject.referencePattern(), Mode.Throughput).getScore();
    Statistics millis = run(subject, subject.pattern(), Mode.SampleTime).getStatistics();
    return new Figures(
        "micro " + subject.text(),
        "operations",
        perSecond,
        new Latency(
            millis.getPercentile(50),
            millis.getPercentile(99),
            millis.getPercentile(99.9),
            millis.getMax()),
        Map.of(subject.reference() + "_per_s", reference),
        Map.of(subject.text() + "_to_" + subject.reference(), perSecond / reference),
        0,
        ITERATIONS * ITERATION.convertTo(TimeUnit.MILLISECONDS) / 1e3);
  }

  private static Result<?> run(Subject subject, String pattern, Mode mode) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(pattern)
            .mode(mode)
            .timeUnit(mode == Mode.Throughput ? TimeUnit.SECONDS : TimeUnit.MILLISECONDS)
            .forks(1)
            .warmupIterations(WARM_UPS)
            .warmupTime(ITERATION)
            .measurementIterations(ITERATIONS)
            .measurementTime(ITERATION)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
    subject.parameters().forEach(options::param);
    return new Runner(options.build()).runSingle().getPrimaryResult();
  }
}
