package dev.cairn.bench.events;

import dev.cairn.bench.figures.CountConverter;
import dev.cairn.bench.figures.Values;
import dev.cairn.bench.process.Workspace;
import dev.cairn.bench.process.WorkspaceOption;
import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.Output;
import dev.cairn.server.folder.DataFolderException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cairn bench search}: finding events again. */
@Command(
    name = "search",
    header = "Measure how fast audit events are indexed and found.",
    description = {
      "Makes a log of realistic events in a temporary folder that is deleted at the end, has",
      "the index follow it from the beginning, and asks for the first page of 50 events, the",
      "newest first: of one actor among 10,000, of one trace, of one failed action, and with a",
      "comparison that no index knows. Every hit is read and matched again; proofs are not",
      "counted. The reference of the same run is the reading of as many known entries."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  cairn bench search", "  cairn bench search --events 10M --dir /data --json"})
public final class SearchCommand implements Callable<Integer> {
  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "500k",
      converter = CountConverter.class,
      description = "Events of the log, such as 500k or 10M. Default: ${DEFAULT-VALUE}.")
  private long events;

  @Mixin private final WorkspaceOption workspaces = new WorkspaceOption();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() throws InterruptedException {
    if (events < 1_000) {
      throw new CommandException(ExitCode.USAGE, "--events from 1000");
    }
    try (Workspace workspace = workspaces.open()) {
      output.say("search: %,d events".formatted(events));
      SearchRun run = new SearchRun(events);
      Values values = run.run(workspace.folder());
      output.print(values.text(), values.toMap());
      if (run.problem().isEmpty()) {
        return ExitCode.OK;
      }
      throw new CommandException(ExitCode.CHECK_FAILED, run.problem());
    } catch (IOException | DataFolderException e) {
      throw CommandException.because(ExitCode.USAGE, e);
    }
  }
}
