package dev.cairn.bench.append;

import com.google.common.net.HostAndPort;
import dev.cairn.bench.figures.Figures;
import dev.cairn.bench.process.CairnServer;
import dev.cairn.bench.process.ServerProcess;
import dev.cairn.bench.process.Workspace;
import dev.cairn.bench.process.WorkspaceOption;
import dev.cairn.bench.reference.EchoServer;
import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.Output;
import dev.cairn.log.v1.AckLevel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cairn bench append}: loads a log with appends. */
@Command(
    name = "append",
    header = "Measure how fast a log takes entries.",
    description = {
      "Without --log, serves a log of its own, in a process of its own, on a",
      "temporary folder that is deleted at the end. A warm-up comes first and is not",
      "counted; then load and references (a raw gRPC echo, bare LMDB, fdatasync) take",
      "turns, so that noise meets both alike. In the end the log must have grown by",
      "the entries that were acknowledged: else the difference counts as errors, and",
      "the exit code is 1.",
      "",
      "With --ack witnessed, three witnesses run in processes of their own, and two of",
      "them must cosign. Then two results are printed: the latency of lone entries at",
      "100 a second, counted from when each was to be sent; and the throughput of",
      "witnessed entries against that of signed ones, in turns on the same log. Each",
      "takes --duration. In the end a checkpoint that a quorum cosigned must cover the",
      "whole log."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn bench append --mode unary --concurrency 256 --duration 10",
      "  cairn bench append --mode lone --json          one writer's latency",
      "  cairn bench append --mode batch --dir /data    on the disk of /data",
      "  cairn bench append --ack witnessed             until a quorum has cosigned",
      "  cairn bench append --mode stream --log log.example:7070",
      "                                                 the log keeps the entries"
    })
public final class AppendCommand implements Callable<Integer> {
  private static final int WITNESSED_IN_FLIGHT = 1_024;

  /** What acknowledges an entry. */
  enum Ack {
    DURABLE(AckLevel.ACK_LEVEL_DURABLE),
    SIGNED(AckLevel.ACK_LEVEL_SIGNED),
    WITNESSED(AckLevel.ACK_LEVEL_WITNESSED);

    private final AckLevel level;

    Ack(AckLevel level) {
      this.level = level;
    }
  }

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      defaultValue = "unary",
      description =
          "unary, stream, batch, or lone (one call at a time). Default: ${DEFAULT-VALUE}.")
  @SuppressWarnings("NullAway.Init")
  private Mode mode;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description =
          "Requests in flight, of a stream entries. Default: 256 (with --ack witnessed 1024), stream"
              + " 1024, batch 4, lone 1.")
  private @Nullable Integer concurrency;

  @Option(
      names = "--entry-size",
      paramLabel = "BYTES",
      defaultValue = "200",
      description = "Bytes of an entry. Default: ${DEFAULT-VALUE}.")
  private int entrySize;

  @Option(
      names = "--duration",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description =
          "How long to load the log; with references it takes twice as long. Default:"
              + " ${DEFAULT-VALUE}.")
  private int duration;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      description = "How long to warm up before. Default: half of --duration, 1 to 10.")
  private @Nullable Integer warmUp;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Entries of a call, with --mode batch. Default: 1000.")
  private @Nullable Integer batch;

  @Option(
      names = "--ack",
      paramLabel = "LEVEL",
      defaultValue = "durable",
      description =
          "What acknowledges an entry: durable, signed or witnessed. Default: ${DEFAULT-VALUE}.")
  @SuppressWarnings("NullAway.Init")
  private Ack ack;

  @Option(
      names = "--channels",
      paramLabel = "N",
      defaultValue = "1",
      description = "Connections to the server. Default: ${DEFAULT-VALUE}.")
  private int channels;

  @Option(
      names = "--log",
      paramLabel = "HOST:PORT",
      description =
          "A running server with one log; with --ack witnessed the log must have a policy."
              + " Default: a server of its own.")
  private @Nullable String address;

  @Mixin private final WorkspaceOption workspaces = new WorkspaceOption();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() throws InterruptedException {
    AppendPlan plan = plan();
    try (Workspace workspace = workspaces.open()) {
      ServerProcess echo = ServerProcess.start(workspace, EchoServer.class);
      return plan.isWitnessed()
          ? runWitnessed(plan, echo, workspace)
          : runPlain(plan, echo, workspace);
    } catch (IOException e) {
      throw CommandException.because(ExitCode.USAGE, e);
    }
  }

  private int runPlain(AppendPlan plan, ServerProcess echo, Workspace workspace)
      throws IOException, InterruptedException {
    HostAndPort server;
    Supplier<Duration> serverCpu = () -> Duration.ZERO;
    if (address == null) {
      ServerProcess started = CairnServer.start(workspace);
      server = started.address();
      serverCpu = started::cpuTime;
    } else {
      server = parse(address);
    }
    announce(plan);
    try (LogUnderTest log = new LogUnderTest(server, plan.channels());
        References references = new References(plan, echo, workspace.folder())) {
      AppendRun.Outcome outcome = new AppendRun(plan, log, references, serverCpu).run();
      return print(List.of(outcome.figures()), outcome.problem());
    } catch (StatusRuntimeException e) {
      throw unreachable(server, e);
    }
  }

  private int runWitnessed(AppendPlan plan, ServerProcess echo, Workspace workspace)
      throws IOException, InterruptedException {
    HostAndPort server;
    WitnessedHead head = WitnessedHead.believed();
    if (address == null) {
      CairnServer.Witnessed started = CairnServer.startWitnessed(workspace);
      server = started.server().address();
      head = WitnessedHead.verified(started.policy());
    } else {
      server = parse(address);
    }
    announce(plan);
    try (LogUnderTest log = new LogUnderTest(server, plan.channels());
        References references = new References(plan, echo, workspace.folder())) {
      WitnessedRun.Outcome outcome = new WitnessedRun(plan, log, references, head).run();
      return print(outcome.figures(), outcome.problem());
    } catch (StatusRuntimeException e) {
      throw unreachable(server, e);
    }
  }

  private void announce(AppendPlan plan) {
    output.say(plan.text());
    output.say(
        "warming up for %d s, then %d s in %d rounds"
            .formatted(plan.warmUp().toSeconds(), plan.time().toSeconds(), plan.rounds()));
  }

  private int print(List<Figures> figures, String problem) {
    figures.forEach(found -> output.print(found.text(), found.toMap()));
    if (problem.isEmpty()) {
      return ExitCode.OK;
    }
    throw new CommandException(ExitCode.CHECK_FAILED, problem);
  }

  private static CommandException unreachable(HostAndPort server, StatusRuntimeException e) {
    return new CommandException(
        ExitCode.UNREACHABLE, "no answer from " + server + ": " + e.getMessage(), e);
  }

  private AppendPlan plan() {
    try {
      return new AppendPlan(
          mode,
          concurrency == null ? defaultConcurrency() : concurrency,
          entrySize,
          batch == null ? (mode == Mode.BATCH ? 1_000 : 1) : batch,
          ack.level,
          channels,
          Duration.ofSeconds(duration),
          Duration.ofSeconds(warmUp == null ? Math.clamp(duration / 2, 1, 10) : warmUp));
    } catch (IllegalArgumentException e) {
      throw CommandException.because(ExitCode.USAGE, e);
    }
  }

  /** Witnessed appends wait for each other's heads: it takes more of them to keep a log busy. */
  private int defaultConcurrency() {
    return ack == Ack.WITNESSED && mode == Mode.UNARY
        ? WITNESSED_IN_FLIGHT
        : mode.defaultConcurrency();
  }

  private static HostAndPort parse(String text) {
    try {
      HostAndPort parsed = HostAndPort.fromString(text);
      if (parsed.hasPort() && !parsed.getHost().isEmpty()) {
        return parsed;
      }
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, e.getMessage() + "; write HOST:PORT", e);
    }
    throw new CommandException(
        ExitCode.USAGE, "\"" + text + "\" is not an address; write HOST:PORT");
  }
}
