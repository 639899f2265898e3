package dev.cairn.bench.report;

import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cairn bench report}: the page again, from a file. */
@Command(
    name = "report",
    header = "Write the page of figures from saved results.",
    description = {
      "Reads what all benchmarks printed with --json, one object a line, and writes the table",
      "between two marked lines of DIR/BENCHMARKS.md, and the pictures in DIR/benchmarks."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn bench all --json > results.json",
      "  cairn bench report --from results.json --docs docs"
    })
public final class ReportCommand implements Callable<Integer> {
  @Option(names = "--from", paramLabel = "FILE", required = true, description = "The results.")
  @SuppressWarnings("NullAway.Init")
  private Path from;

  @Option(
      names = "--docs",
      paramLabel = "DIR",
      required = true,
      description = "The folder of the documents.")
  @SuppressWarnings("NullAway.Init")
  private Path docs;

  @Override
  public Integer call() {
    try {
      new Page(docs).write(Results.read(from));
      return ExitCode.OK;
    } catch (NoSuchFileException e) {
      throw new CommandException(ExitCode.USAGE, "there is no " + e.getFile(), e);
    } catch (IOException e) {
      throw CommandException.because(ExitCode.USAGE, e);
    }
  }
}
