package dev.cairn.bench.tiles;

import dev.cairn.bench.figures.Figures;
import dev.cairn.bench.figures.Values;
import dev.cairn.bench.load.FileLoad;
import dev.cairn.bench.load.HttpFile;
import dev.cairn.bench.process.CairnServer;
import dev.cairn.bench.process.CpuMeter;
import dev.cairn.bench.process.ServerProcess;
import dev.cairn.bench.process.Workspace;
import dev.cairn.bench.process.WorkspaceOption;
import dev.cairn.bench.reference.HttpEchoServer;
import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.Output;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cairn bench tiles}: loads a log with requests for its tiles. */
@Command(
    name = "tiles",
    header = "Measure how fast a log's tiles are read, and what that costs appends.",
    description = {
      "Serves a log of its own, in a process of its own, on a temporary folder that is",
      "deleted at the end, fills it, and fetches its full tiles in random order over",
      "connections that are kept alive. Every byte of every answer is compared with",
      "tiles that were verified before; what differs counts as an error, and the exit",
      "code is 1. The reference, plain Jetty that gives as many bytes, takes turns with it.",
      "Then appends run alone and while tiles are read at a fixed rate, in turns."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn bench tiles",
      "  cairn bench tiles --connections 64 --json",
      "  cairn bench tiles --entries 1000000 --reads 5000"
    })
public final class TilesCommand implements Callable<Integer> {
  @Option(
      names = "--entries",
      paramLabel = "N",
      defaultValue = "200000",
      description = "Entries of the log. Default: ${DEFAULT-VALUE}.")
  private int entries;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "32",
      description = "Connections, each with one request in flight. Default: ${DEFAULT-VALUE}.")
  private int connections;

  @Option(
      names = "--reads",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Tiles read a second while appends run. Default: ${DEFAULT-VALUE}.")
  private int reads;

  @Option(
      names = "--duration",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "How long to measure each load. Default: ${DEFAULT-VALUE}.")
  private int duration;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      description = "How long to warm up before. Default: half of --duration, 1 to 10.")
  private @Nullable Integer warmUp;

  @Mixin private final WorkspaceOption workspaces = new WorkspaceOption();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() throws InterruptedException {
    TilesPlan plan = plan();
    try (Workspace workspace = workspaces.open()) {
      output.say(plan.text());
      CairnServer.WithFiles server = CairnServer.startWithFiles(workspace);
      try (TiledLog log = new TiledLog(server)) {
        log.fill(plan.entries());
        List<HttpFile> files = log.fullTiles();
        read(plan, workspace, server, files);
        append(plan, server, log, files);
      }
      return ExitCode.OK;
    } catch (VerificationException | MalformedException e) {
      throw new CommandException(
          ExitCode.CHECK_FAILED, "the log's files are wrong: " + e.getMessage(), e);
    } catch (IOException e) {
      throw CommandException.because(ExitCode.USAGE, e);
    }
  }

  private void read(
      TilesPlan plan, Workspace workspace, CairnServer.WithFiles server, List<HttpFile> files)
      throws IOException, InterruptedException {
    ServerProcess plain = ServerProcess.start(workspace, HttpEchoServer.class);
    HttpFile zeros = new HttpFile("/", new byte[HttpEchoServer.FILE_BYTES]);
    try (FileLoad reference = FileLoad.closed(plain.address(), plan.connections(), List.of(zeros));
        FileLoad tiles = FileLoad.closed(server.http(), plan.connections(), files)) {
      TilesRun run =
          new TilesRun(
              plan,
              reference,
              new CpuMeter(plain::cpuTime),
              tiles,
              new CpuMeter(server.server()::cpuTime));
      Figures figures = run.run();
      output.print(figures.text(), figures.toMap());
      refuse(run.problem());
    }
    plain.close();
  }

  private void append(
      TilesPlan plan, CairnServer.WithFiles server, TiledLog log, List<HttpFile> files)
      throws IOException, InterruptedException {
    try (FileLoad reads =
        FileLoad.paced(server.http(), plan.connections(), files, plan.readsPerSecond())) {
      AppendsBeside beside = new AppendsBeside(plan, log.appends(), reads);
      Values values = beside.run();
      output.print(values.text(), values.toMap());
      refuse(beside.problem());
    }
  }

  private static void refuse(String problem) {
    if (!problem.isEmpty()) {
      throw new CommandException(ExitCode.CHECK_FAILED, problem);
    }
  }

  private TilesPlan plan() {
    try {
      int before = warmUp == null ? Math.clamp(duration / 2, 1, 10) : warmUp;
      return new TilesPlan(entries, connections, duration, before, reads);
    } catch (IllegalArgumentException e) {
      throw CommandException.because(ExitCode.USAGE, e);
    }
  }
}
