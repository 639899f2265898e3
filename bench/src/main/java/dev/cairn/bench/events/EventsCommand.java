package dev.cairn.bench.events;

import dev.cairn.bench.figures.CountConverter;
import dev.cairn.bench.figures.Figures;
import dev.cairn.bench.process.CairnServer;
import dev.cairn.bench.process.Workspace;
import dev.cairn.bench.process.WorkspaceOption;
import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.Output;
import dev.cairn.recorder.outbox.OutboxException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cairn bench events}: a service that records. */
@Command(
    name = "events",
    header = "Measure how fast a service records audit events.",
    description = {
      "A service with an outbox records realistic events: validated, sealed, synced in the",
      "outbox, streamed, synced in the log, verified. The log is a process of its own on a",
      "temporary folder. First single events, each after the receipt of the last; then many at",
      "a time. In the end the log must have each event that was acknowledged once.",
      "",
      "With --outage, the log is away while so many events are recorded, and comes back:",
      "measured is how fast they are spooled, and how fast the outbox is emptied then."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn bench events",
      "  cairn bench events --duration 20 --warm-up 12 --json",
      "  cairn bench events --outage 1M --dir /data"
    })
public final class EventsCommand implements Callable<Integer> {
  @Option(
      names = "--duration",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "How long is measured. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "12",
      description = "How long is not measured before. Default: ${DEFAULT-VALUE}.")
  private int warmUp;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      defaultValue = "16k",
      converter = CountConverter.class,
      description = "Events that are recorded at a time. Default: ${DEFAULT-VALUE}.")
  private long inFlight;

  @Option(
      names = "--outage",
      paramLabel = "N",
      defaultValue = "0",
      converter = CountConverter.class,
      description = "Events that are recorded while the log is away. Default: none.")
  private long outage;

  @Mixin private final WorkspaceOption workspaces = new WorkspaceOption();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() throws InterruptedException {
    check();
    try (Workspace workspace = workspaces.open()) {
      CairnServer.Served served = CairnServer.start(workspace);
      output.say("recording audit events, %d s after %d s of warm-up".formatted(seconds, warmUp));
      return outage > 0 ? measureOutage(workspace, served) : measure(workspace, served);
    } catch (IOException | OutboxException e) {
      throw CommandException.because(ExitCode.USAGE, e);
    }
  }

  private void check() {
    if (seconds < 1 || warmUp < 0 || inFlight < 1 || inFlight > 100_000 || outage < 0) {
      throw new CommandException(
          ExitCode.USAGE, "--duration from 1, --warm-up from 0, --in-flight from 1 to 100000");
    }
  }

  private int measure(Workspace workspace, CairnServer.Served served)
      throws OutboxException, InterruptedException {
    RecordRun run =
        new RecordRun(
            Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds), (int) inFlight, served);
    List<Figures> found = run.run(workspace.folder());
    found.forEach(figures -> output.print(figures.text(), figures.toMap()));
    return exitCode(run.problem());
  }

  private int measureOutage(Workspace workspace, CairnServer.Served served)
      throws OutboxException, IOException, InterruptedException {
    OutageRun run = new OutageRun(outage, workspace, served);
    var values = run.run();
    output.print(values.text(), values.toMap());
    return exitCode(run.problem());
  }

  private static int exitCode(String problem) {
    if (problem.isEmpty()) {
      return ExitCode.OK;
    }
    throw new CommandException(ExitCode.CHECK_FAILED, problem);
  }
}
