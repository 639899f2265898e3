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
import dev.cairn.tree.note.VerifierKey;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
      "With --rate, entries are sent at that rate whatever the answers, and their latency",
      "counts from when each was to be sent. With --readers, clients read any entries that",
      "were acknowledged, verify their proofs under signed checkpoints, and compare the",
      "bytes with what was sent; one that differs is a failure.",
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
      "  cairn bench append --rate 20000                an open loop",
      "  cairn bench append --readers 2                 while clients verify",
      "  cairn bench append --ack witnessed             until a quorum has cosigned",
      "  cairn bench append --mode stream --log log.example:7070",
      "                                                 the log keeps the entries"
    })
public final class AppendCommand implements Callable<Integer> {
  @Mixin private final AppendOptions options = new AppendOptions();
  @Mixin private final WorkspaceOption workspaces = new WorkspaceOption();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() throws InterruptedException {
    AppendPlan plan = options.plan();
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
    Optional<VerifierKey> key = Optional.empty();
    Supplier<Duration> serverCpu = () -> Duration.ZERO;
    if (options.server().isEmpty()) {
      CairnServer.Served started = CairnServer.start(workspace);
      server = started.server().address();
      key = Optional.of(started.key());
      serverCpu = started.server()::cpuTime;
    } else {
      server = options.server().get();
    }
    announce(plan);
    try (LogUnderTest log = new LogUnderTest(server, plan.channels());
        References references = new References(plan, echo, workspace.folder());
        Writers writers = Writers.of(plan, log, server, key)) {
      AppendRun.Outcome outcome = new AppendRun(plan, log, references, serverCpu, writers).run();
      return print(List.of(outcome.figures()), outcome.problem());
    } catch (StatusRuntimeException e) {
      throw unreachable(server, e);
    }
  }

  private int runWitnessed(AppendPlan plan, ServerProcess echo, Workspace workspace)
      throws IOException, InterruptedException {
    HostAndPort server;
    WitnessedHead head = WitnessedHead.believed();
    if (options.server().isEmpty()) {
      CairnServer.Witnessed started = CairnServer.startWitnessed(workspace);
      server = started.server().address();
      head = WitnessedHead.verified(started.policy());
    } else {
      server = options.server().get();
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
}
