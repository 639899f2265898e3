package dev.cairn.bench.witness;

import dev.cairn.bench.figures.Values;
import dev.cairn.bench.process.Workspace;
import dev.cairn.bench.process.WorkspaceOption;
import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.Output;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cairn bench witness}: loads a witness with checkpoints. */
@Command(
    name = "witness",
    header = "Measure how fast a witness cosigns, and how it starts.",
    description = {
      "Runs a witness in a process of its own, with a heap of 256 MiB, on a temporary",
      "folder that is deleted at the end, and sends it growing checkpoints of many logs",
      "with their proofs, over HTTP. They are signed before the clock runs. Every answer",
      "must be a line by the witness's key, and one of 64 is verified; a refusal counts",
      "as an error, and the exit code is 1. References (an HTTP echo by plain Jetty, one",
      "Ed25519 verification and signature, fdatasync) are measured in turns with the load.",
      "Then a witness is started that knows many logs, and the time is taken until it is",
      "ready: when it learns them, without their list, and with it."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn bench witness",
      "  cairn bench witness --logs 100 --concurrency 64 --json",
      "  cairn bench witness --dir /data --start-logs 0     on the disk of /data; no starts",
      "  cairn bench witness --duration 1 --start-logs 100000"
    })
public final class WitnessCommand implements Callable<Integer> {
  @Option(
      names = "--logs",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Logs that send checkpoints. Default: ${DEFAULT-VALUE}.")
  private int logs;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      defaultValue = "32",
      description =
          "Requests in flight; a witness refuses more than 64 of one peer. Default:"
              + " ${DEFAULT-VALUE}.")
  private int concurrency;

  @Option(
      names = "--duration",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description =
          "How long to load the witness; with references it takes twice as long. Default:"
              + " ${DEFAULT-VALUE}.")
  private int duration;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      description = "How long to warm up before. Default: half of --duration, 1 to 10.")
  private @Nullable Integer warmUp;

  @Option(
      names = "--start-logs",
      paramLabel = "N",
      defaultValue = "40000",
      description = "Logs of the witness whose start is timed; 0: none. Default: ${DEFAULT-VALUE}.")
  private int startLogs;

  @Mixin private final WorkspaceOption workspaces = new WorkspaceOption();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() throws InterruptedException {
    WitnessPlan plan = plan();
    try (Workspace workspace = workspaces.open()) {
      output.say(plan.text());
      WitnessBench.Loaded loaded = new WitnessBench(plan, workspace).load();
      output.print(loaded.outcome().figures().text(), loaded.outcome().figures().toMap());
      if (!loaded.outcome().problem().isEmpty()) {
        throw new CommandException(ExitCode.CHECK_FAILED, loaded.outcome().problem());
      }
      print(loaded.process());
      if (plan.startLogs() > 0) {
        print(new StartRun(plan.startLogs(), workspace).run());
      }
      return ExitCode.OK;
    } catch (IOException e) {
      throw CommandException.because(ExitCode.USAGE, e);
    }
  }

  private void print(Values values) {
    output.print(values.text(), values.toMap());
  }

  private WitnessPlan plan() {
    try {
      return new WitnessPlan(
          logs,
          concurrency,
          duration,
          warmUp == null ? Math.clamp(duration / 2, 1, 10) : warmUp,
          startLogs);
    } catch (IllegalArgumentException e) {
      throw CommandException.because(ExitCode.USAGE, e);
    }
  }
}
