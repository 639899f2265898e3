package dev.cairn.bench.scale;

import dev.cairn.bench.figures.CountConverter;
import dev.cairn.bench.figures.Values;
import dev.cairn.bench.process.CairnServer;
import dev.cairn.bench.process.Workspace;
import dev.cairn.bench.process.WorkspaceOption;
import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.Output;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cairn bench scale}: grows a log. */
@Command(
    name = "scale",
    header = "Measure what becomes of a log as it grows.",
    description = {
      "Serves a log in a process of its own, on a temporary folder, and appends to it until",
      "it has --entries. At 1, 2 and 5 of each power of ten from a million on, and at each",
      "tenth of the way, it prints the rate since the last of them, next to that of bare",
      "LMDB in turns with it, the latency of inclusion proofs, which are verified, bytes on",
      "disk beyond those of the entries, and the server's memory. The server is warmed up on",
      "another log before. In the end the server is stopped, and proofs are made in process.",
      "",
      "100M entries of 200 bytes take about 30 GB of disk and several minutes. Interrupted, it",
      "deletes what it made, and what was printed so far stands."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn bench scale",
      "  cairn bench scale --entries 100M --dir /data --json",
      "  cairn bench scale --entries 10M --keys batch",
      "  cairn bench scale --entries 10M --keys entry      on a stream"
    })
public final class ScaleCommand implements Callable<Integer> {
  private static final double GIBIBYTE = 1L << 30;

  @Option(
      names = "--entries",
      paramLabel = "N",
      defaultValue = "5M",
      converter = CountConverter.class,
      description = "Entries in the end, such as 1_000_000 or 100M. Default: ${DEFAULT-VALUE}.")
  private long entries;

  @Option(
      names = "--entry-bytes",
      paramLabel = "N",
      defaultValue = "200",
      description = "Bytes of each. Default: ${DEFAULT-VALUE}.")
  private int entryBytes;

  @Option(
      names = "--keys",
      paramLabel = "WHAT",
      defaultValue = "none",
      description =
          "What carries an idempotency key: none, batch (each of 1,000 entries), or entry (each"
              + " entry, on a stream). Default: ${DEFAULT-VALUE}.")
  @SuppressWarnings("NullAway.Init")
  private Keys keys;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "How long to warm the server up before. Default: ${DEFAULT-VALUE}.")
  private int warmUp;

  @Option(names = "--keep", description = "Leave the folder there, and say where.")
  private boolean keep;

  @Mixin private final WorkspaceOption workspaces = new WorkspaceOption();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() throws InterruptedException {
    ScalePlan plan = plan();
    try (Workspace workspace = workspaces.open()) {
      requireRoom(plan, workspace);
      output.say(plan.text());
      run(plan, workspace);
      if (keep) {
        workspace.keep();
        output.say("left in " + workspace.folder());
      }
      return ExitCode.OK;
    } catch (MalformedException | VerificationException e) {
      throw new CommandException(
          ExitCode.CHECK_FAILED, "the log proves wrong: " + e.getMessage(), e);
    } catch (StatusRuntimeException e) {
      throw new CommandException(ExitCode.CHECK_FAILED, "the log failed: " + e.getMessage(), e);
    } catch (IOException e) {
      throw CommandException.because(ExitCode.USAGE, e);
    }
  }

  private void run(ScalePlan plan, Workspace workspace)
      throws IOException, InterruptedException, MalformedException, VerificationException {
    CairnServer.WithScratch server = CairnServer.startWithScratch(workspace);
    List<Stretch> stretches;
    try (GrowingLog log = new GrowingLog(server, plan);
        LmdbTurns lmdb = new LmdbTurns(workspace.folder().resolve("lmdb"), plan.entryBytes())) {
      ScaleRun run = new ScaleRun(plan, server.log(), log, lmdb);
      stretches = run.run(stretch -> print(stretch.values(plan)));
    }
    server.log().server().close();
    print(new Summary(plan, stretches).values(server.log().data()));
  }

  private void print(Values values) {
    output.print(values.text(), values.toMap());
  }

  private static void requireRoom(ScalePlan plan, Workspace workspace) throws IOException {
    long free = Files.getFileStore(workspace.folder()).getUsableSpace();
    if (free < plan.neededBytes()) {
      throw new CommandException(
          ExitCode.USAGE,
          "%,d entries may take %.0f GiB, but only %.0f GiB are free in %s; give another --dir"
              .formatted(
                  plan.entries(),
                  plan.neededBytes() / GIBIBYTE,
                  free / GIBIBYTE,
                  workspace.folder().getParent()));
    }
  }

  private ScalePlan plan() {
    try {
      return new ScalePlan(entries, entryBytes, keys, Duration.ofSeconds(warmUp));
    } catch (IllegalArgumentException e) {
      throw CommandException.because(ExitCode.USAGE, e);
    }
  }
}
