package dev.cairn.bench.abuse;

import dev.cairn.bench.figures.Values;
import dev.cairn.bench.process.CairnServer;
import dev.cairn.bench.process.Workspace;
import dev.cairn.bench.process.WorkspaceOption;
import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.Output;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cairn bench abuse}: what others notice of strangers who abuse the server. */
@Command(
    name = "abuse",
    header = "Measure what others notice while strangers abuse the server.",
    description = {
      "A well-behaved client appends at a fixed rate, alone and beside each abuse by turns: idle",
      "connections, 200 streams that are not read, rapid resets, requests that never end,",
      "requests that are no messages, floods of pings. The server is a process of its own with a",
      "log on a temporary folder; strangers come from other loopback addresses. The worst ratio",
      "of the 99th percentiles may be 2, and no append may fail."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn bench abuse",
      "  cairn bench abuse --duration 40 --connections 10000 --json"
    })
public final class AbuseCommand implements Callable<Integer> {
  @Option(
      names = "--duration",
      paramLabel = "SECONDS",
      defaultValue = "20",
      description = "How long each way of each abuse is measured. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "12",
      description = "How long is not measured before. Default: ${DEFAULT-VALUE}.")
  private int warmUp;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "500",
      description = "Appends of the well-behaved client a second. Default: ${DEFAULT-VALUE}.")
  private int rate;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Idle connections; each takes a file descriptor. Default: ${DEFAULT-VALUE}.")
  private int connections;

  @Mixin private final WorkspaceOption workspaces = new WorkspaceOption();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() throws InterruptedException {
    if (seconds < 1 || warmUp < 0 || rate < 1 || connections < 1) {
      throw new CommandException(
          ExitCode.USAGE, "--duration, --rate, --connections from 1, --warm-up from 0");
    }
    AbusePlan plan =
        new AbusePlan(Duration.ofSeconds(seconds), Duration.ofSeconds(warmUp), rate, connections);
    try (Workspace workspace = workspaces.open()) {
      CairnServer.Served served = CairnServer.start(workspace);
      output.say("appends beside abuse, %d s each way".formatted(seconds));
      AbuseRun run = new AbuseRun(plan, served.server().address());
      Values found = run.run();
      output.print(found.text(), found.toMap());
      if (run.problem().isEmpty()) {
        return ExitCode.OK;
      }
      throw new CommandException(ExitCode.CHECK_FAILED, run.problem());
    } catch (IOException e) {
      throw CommandException.because(ExitCode.USAGE, e);
    }
  }
}
