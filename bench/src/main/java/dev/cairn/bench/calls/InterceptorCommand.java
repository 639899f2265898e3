package dev.cairn.bench.calls;

import dev.cairn.bench.figures.Values;
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

/** {@code cairn bench interceptor}: what recording adds to a call. */
@Command(
    name = "interceptor",
    header = "Measure what a gRPC call takes more because it is recorded.",
    description = {
      "A service of this process returns what it gets, over the loopback interface, with and",
      "without the interceptor, in rounds by turns: one caller, then 16, each of which waits for",
      "the answer to its last call. The interceptor records the metadata of each call, without",
      "making it wait, through an outbox into a log that is a process of its own on a temporary",
      "folder. After each round the events' receipts are awaited, so that their delivery slows",
      "no other round. At most 50 us may be added at the median. In the end the log must have",
      "an event of each call."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn bench interceptor",
      "  cairn bench interceptor --duration 20 --warm-up 12 --json"
    })
public final class InterceptorCommand implements Callable<Integer> {
  @Option(
      names = "--duration",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "How long each way is measured. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "12",
      description = "How long is not measured before. Default: ${DEFAULT-VALUE}.")
  private int warmUp;

  @Mixin private final WorkspaceOption workspaces = new WorkspaceOption();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() throws InterruptedException {
    if (seconds < 1 || warmUp < 0) {
      throw new CommandException(ExitCode.USAGE, "--duration from 1, --warm-up from 0");
    }
    try (Workspace workspace = workspaces.open()) {
      CairnServer.Served served = CairnServer.start(workspace);
      output.say("recording calls, %d s after %d s of warm-up".formatted(seconds, warmUp));
      InterceptorRun run =
          new InterceptorRun(Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds), served);
      List<Values> found = run.run(workspace.folder());
      found.forEach(values -> output.print(values.text(), values.toMap()));
      if (run.problem().isEmpty()) {
        return ExitCode.OK;
      }
      throw new CommandException(ExitCode.CHECK_FAILED, run.problem());
    } catch (IOException | OutboxException e) {
      throw CommandException.because(ExitCode.USAGE, e);
    }
  }
}
