package dev.cairn.bench.micro;

import dev.cairn.bench.figures.Figures;
import dev.cairn.bench.figures.Progress;
import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.Output;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cairn bench micro}: measures the parts. */
@Command(
    name = "micro",
    header = "Measure the parts by JMH: hashing, proofs, notes, the store.",
    description = {
      "Each takes about 15 seconds, in JVMs of its own. Figures of such short runs",
      "are good to a tenth or so. A name ends with the size that was measured: bytes of",
      "an entry, hashes of a tile, leaves of a tree, entries of a commit. Where lanes",
      "hash, OpenSSL's own measure of its SHA-256 is set against them, if it is installed."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn bench micro",
      "  cairn bench micro inclusion",
      "  cairn bench micro store_commit_1000 --json",
      "  cairn bench micro tiles --time 2000"
    })
public final class MicroCommand implements Callable<Integer> {
  private static final int MAX_MILLIS = 60_000;

  @Parameters(
      arity = "0..1",
      paramLabel = "PATTERN",
      defaultValue = "",
      description = "Only those whose name contains it. Default: all.")
  @SuppressWarnings("NullAway.Init")
  private String pattern;

  @Option(
      names = "--time",
      paramLabel = "MILLIS",
      defaultValue = "500",
      description = "How long each warm-up and iteration takes. Default: ${DEFAULT-VALUE}.")
  private int time;

  @Mixin private final Output output = new Output();

  @Override
  public Integer call() throws InterruptedException {
    List<Subject.Sized> subjects =
        Subject.Sized.all().stream().filter(sized -> sized.name().contains(pattern)).toList();
    if (subjects.isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE,
          "no benchmark's name contains \"%s\"; there are %s".formatted(pattern, names()));
    }
    if (time < 1 || time > MAX_MILLIS) {
      throw new CommandException(ExitCode.USAGE, "--time is 1 to " + MAX_MILLIS);
    }
    // Only keeps two JMH runs from disturbing each other, which is up to the user here.
    System.setProperty("jmh.ignoreLock", "true");
    MicroRun run = new MicroRun(time);
    try (Progress progress = Progress.of("micro", subjects.size())) {
      for (Subject.Sized sized : subjects) {
        progress.step(sized.name(), 0);
        Figures figures = run.of(sized);
        output.print(figures.text(), figures.toMap());
        progress.step(sized.name(), 1);
      }
    } catch (RunnerException e) {
      throw CommandException.because(ExitCode.CHECK_FAILED, e);
    }
    return ExitCode.OK;
  }

  private static String names() {
    return Subject.Sized.all().stream().map(Subject.Sized::name).collect(Collectors.joining(", "));
  }
}
