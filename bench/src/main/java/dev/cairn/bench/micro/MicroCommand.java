package dev.cairn.bench.micro;

import dev.cairn.bench.figures.Figures;
import dev.cairn.bench.figures.Progress;
import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.Output;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cairn bench micro}: measures the parts. */
@Command(
    name = "micro",
    header = "Measure the parts by JMH: hashing, proofs, notes, the store.",
    description = {
      "Each takes about 15 seconds, in JVMs of its own. Figures of such short runs",
      "are good to a tenth or so. With --json it prints one object a line for each."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn bench micro",
      "  cairn bench micro inclusion",
      "  cairn bench micro store_commit_1000 --json"
    })
public final class MicroCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "PATTERN",
      defaultValue = "",
      description = "Only those whose name contains it. Default: all.")
  @SuppressWarnings("NullAway.Init")
  private String pattern;

  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    List<Subject> subjects =
        Arrays.stream(Subject.values())
            .filter(subject -> subject.text().contains(pattern))
            .toList();
    if (subjects.isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE,
          "no benchmark's name contains \"%s\"; there are %s".formatted(pattern, names()));
    }
    // Only keeps two JMH runs from disturbing each other, which is up to the user here.
    System.setProperty("jmh.ignoreLock", "true");
    try (Progress progress = Progress.of("micro", subjects.size())) {
      for (Subject subject : subjects) {
        progress.step(subject.text(), 0);
        Figures figures = MicroRun.of(subject);
        output.print(figures.text(), figures.toMap());
        progress.step(subject.text(), 1);
      }
    } catch (RunnerException e) {
      throw CommandException.because(ExitCode.CHECK_FAILED, e);
    }
    return ExitCode.OK;
  }

  private static String names() {
    return Arrays.stream(Subject.values()).map(Subject::text).collect(Collectors.joining(", "));
  }
}
